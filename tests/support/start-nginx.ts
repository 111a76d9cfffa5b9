import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../../chaos/fleet/free-port.ts";
import { openNginx } from "../../chaos/fleet/nginx.ts";

/** Whether this machine has nginx; tests that need it are skipped by name where it has none. */
export const hasNginx = spawnSync("nginx", ["-v"]).status === 0;

/** An nginx with the config of deploy/nginx, on a free port of the loopback. */
export type RunningNginx = AsyncDisposable & { readonly url: string };

/** Starts nginx before the nodes of these URLs, which serve sockets and pages. */
export const startNginx = async (nodes: readonly string[]): Promise<RunningNginx> => {
  const folder = await mkdtemp(join(tmpdir(), "xin-nginx-"));
  const ports = nodes.map((url) => Number(new URL(url).port));
  const nginx = await openNginx(folder, { listen: await freePort(), realtime: ports, app: ports });
  return {
    url: `http://127.0.0.1:${nginx.port}`,
    [Symbol.asyncDispose]: async () => {
      await nginx[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
