import { chmod, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { writeNginxConfig } from "../../deploy/nginx/render-config.ts";
import { type Child, lastWords, startChild } from "./child.ts";
import { ensureProgram } from "./ensure-program.ts";
import { until } from "./until.ts";

/** The nginx of `deploy/nginx` in front of the installation. */
export type Nginx = AsyncDisposable & { readonly port: number };

/** What stands behind it, by ports of the loopback. */
export type NginxPorts = {
  readonly listen: number;
  readonly realtime: readonly number[];
  readonly app: readonly number[];
};

/** Starts nginx. Installs it when it is missing, which needs root on Debian. */
export const openNginx = async (folder: string, ports: NginxPorts): Promise<Nginx> => {
  const program = await ensureProgram("nginx", "nginx");
  const own = join(folder, "nginx");
  await mkdir(own, { recursive: true });
  // Its workers are somebody else and must get through to their folder.
  await chmod(folder, 0o755);
  const config = await writeNginxConfig({
    folder: own,
    listen: address(ports.listen),
    realtime: ports.realtime.map(address),
    app: ports.app.map(address),
  });
  const log = join(folder, "nginx.log");
  const master: Child = startChild({
    name: "nginx",
    command: program,
    args: ["-e", "stderr", "-c", config, "-g", "daemon off;"],
    log,
    // A master that is killed leaves its workers behind.
    lastSignal: "SIGTERM",
  });
  await until(
    `nginx answers on port ${ports.listen}`,
    () => {
      if (master.ended !== null) throw new Error(`nginx ended at once:\n${lastWords(log)}`);
      return answers(ports.listen);
    },
    { withinMs: 10_000 },
  );
  return {
    port: ports.listen,
    [Symbol.asyncDispose]: async () => void (await master.stop(5_000)),
  };
};

const address = (port: number) => `127.0.0.1:${port}`;

const answers = (port: number) =>
  fetch(`http://${address(port)}/metrics`).then(
    () => true,
    () => false,
  );
