import { spawn } from "node:child_process";
import { once } from "node:events";
import { access, mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { productEnvironment } from "../support/product-environment.ts";
import { type RunningServer, readyLine, startServer } from "../support/start-server.ts";

// Several starts of a whole server, on machines that have other work as well.
vi.setConfig({ testTimeout: 240_000 });

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), "xin-first-start-"))));
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Signs in by the printed link and answers the value of a `cookie` header. */
const signIn = async (server: RunningServer): Promise<string> => {
  const token = new URL(await server.signInLink()).searchParams.get("token") ?? "";
  const response = await fetch(`${server.url}/sign-in`, {
    method: "POST",
    body: new URLSearchParams({ token }),
    headers: { origin: server.url },
    redirect: "manual",
  });
  const [cookie] = response.headers.getSetCookie();
  expect(cookie, "the printed link signs in").toContain("xin_session=");
  return cookie?.split(";")[0] ?? "";
};

type Rows = { readonly rows: readonly { readonly id: string; readonly lastSeq: number }[] };

/** Ids and lengths of the conversations of the workspace. */
const conversations = async (server: RunningServer, cookie: string) => {
  const response = await fetch(`${server.url}/inbox/rows`, { headers: { cookie } });
  expect(response.status).toBe(200);
  const { rows } = (await response.json()) as Rows;
  return rows.map(({ id, lastSeq }) => `${id} ${lastSeq}`).toSorted((a, b) => a.localeCompare(b));
};

it("starts on an empty folder, says where and how to sign in, and keeps everything", async () => {
  let first: readonly string[];
  let cookie: string;
  {
    await using server = await startServer({ dataDir: folder });
    const ready = server.lines.filter((line) => readyLine.test(`${line}\n`));
    expect(ready).toEqual([`Xin is ready at ${server.url}`]);
    expect(server.lines).toContainEqual(`Sign in: ${await server.signInLink()}`);
    const link = await stat(join(folder, "sign-in-link"));
    expect((link.mode & 0o777).toString(8)).toBe("600");
    for (const path of ["/livez", "/readyz", "/metrics", "/demo", "/w/loader.js"])
      expect([path, (await fetch(server.url + path)).status]).toEqual([path, 200]);
    cookie = await signIn(server);
    first = await conversations(server, cookie);
    expect(first.length).toBeGreaterThan(0);

    // A second server on the same folder gives way and does the first no harm.
    await expect(startServer({ dataDir: folder })).rejects.toThrow(/in use by process \d+/);
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
    expect(await server.stop()).toEqual({ code: 0, signal: null });
  }
  {
    await using server = await startServer({ dataDir: folder });
    expect(await conversations(server, cookie)).toEqual(first);
    // Every start prints a link of its own, and each works once.
    await signIn(server);
    expect(await server.stop()).toEqual({ code: 0, signal: null });
  }
});

it("starts again after it was killed in the middle of the first start", async () => {
  await using place = await temporaryFolder();
  // What a first start makes, in this order: its keys, its database, and half of the demo.
  for (const made of ["keys.json", "postgres", "postgres.unfinished"]) {
    await killOnceMade(place.path, made);
  }
  await using server = await startServer({ dataDir: place.path });
  const cookie = await signIn(server);
  expect((await conversations(server, cookie)).length).toBeGreaterThan(0);
  expect((await fetch(`${server.url}/?workspace=tarnmoor`, { headers: { cookie } })).status).toBe(
    200,
  );
  expect((await conversations(server, cookie)).length).toBeGreaterThan(0);
});

/** Starts a server and kills it as soon as a file of its data folder is there. */
const killOnceMade = async (dataDir: string, file: string) => {
  const settings = { NODE_ENV: "production", PORT: "0", XIN_DATA_DIR: dataDir };
  const server = spawn(process.execPath, ["server.ts", "--production"], {
    env: productEnvironment(settings),
    stdio: "ignore",
  });
  const ended = once(server, "exit");
  try {
    await vi.waitFor(() => access(join(dataDir, file)), { timeout: 60_000, interval: 10 });
  } finally {
    server.kill("SIGKILL");
  }
  expect((await ended)[1], `${file} was there before the server was ready`).toBe("SIGKILL");
};

const temporaryFolder = async () => {
  const path = await mkdtemp(join(tmpdir(), "xin-half-start-"));
  return {
    path,
    // Again and again: the engine of a server that was killed goes on writing until it notices.
    [Symbol.asyncDispose]: () =>
      rm(path, { recursive: true, force: true, maxRetries: 50, retryDelay: 20 }),
  };
};
