import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type NginxPlan, writeNginxConfig } from "../../deploy/nginx/render-config.ts";

/** Whether this machine has nginx; tests that need it are skipped by name where it has none. */
export const hasNginx = spawnSync("nginx", ["-v"]).status === 0;

/** An nginx with the config of deploy/nginx, on a free port of the loopback. */
export type RunningNginx = AsyncDisposable & { readonly url: string };

/** Starts nginx before the nodes, and resolves when it listens. */
export const startNginx = async (
  plan: Omit<NginxPlan, "folder" | "listen">,
): Promise<RunningNginx> => {
  const folder = await mkdtemp(join(tmpdir(), "xin-nginx-"));
  const port = await freePort();
  const config = await writeNginxConfig({ ...plan, folder, listen: `127.0.0.1:${port}` });
  const child = spawn("nginx", ["-e", "stderr", "-c", config, "-g", "daemon off;"], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  const exit = once(child, "close");
  const end = async () => {
    child.kill("SIGTERM");
    await exit;
    await rm(folder, { recursive: true, force: true });
  };
  const deadline = performance.now() + 10_000;
  while (!(await answers(port))) {
    if (child.exitCode === null && performance.now() < deadline) continue;
    const log = await readFile(join(folder, "error.log"), "utf8").catch(() => "");
    await end();
    throw new Error(`nginx does not listen: ${log}`);
  }
  return { url: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: end };
};

/** A port of the loopback that is free now. */
export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
};

const answers = async (port: number): Promise<boolean> => {
  const socket = connect(port, "127.0.0.1");
  return new Promise<boolean>((resolve) => {
    socket.once("connect", () => resolve(true));
    // A short breath before the caller asks again.
    socket.once("error", () => void setTimeout(resolve, 20, false));
  }).finally(() => socket.destroy());
};
