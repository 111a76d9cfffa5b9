import { once } from "node:events";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startEmbedded } from "#db/embedded/start-embedded.ts";
import { databaseSettings } from "../support/server-database.ts";
import { type ServerOptions, startServer } from "../support/start-server.ts";
import { describePostgres } from "../support/test-db.ts";

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), "xin-bad-start-"))));
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Starts a server that must refuse to, and answers what it said. */
const refusal = async (options: ServerOptions): Promise<string> => {
  const error: unknown = await startServer({ readyDeadlineMs: 40_000, ...options }).then(
    async (server) => {
      await server[Symbol.asyncDispose]();
      return "it started";
    },
    (failure: unknown) => failure,
  );
  const said = error instanceof Error ? error.message : String(error);
  // A code, not a signal and not a deadline: it ended by itself.
  expect(said).toMatch(/^The server ended with [1-9]\d* before it was ready/);
  expect(said).toContain("Xin cannot start.");
  expect(said, "a stack trace tells an operator nothing").not.toMatch(/^\s+at .+:\d+/m);
  return said;
};

/** A server that only takes a port, until `await using` lets it go. */
const takenPort = async () => {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: async () => {
      server.close();
      await once(server, "close");
    },
  };
};

const isRoot = process.getuid?.() === 0;

describe("a bad start ends at once and says what to do", () => {
  it("names another port when the port is in use", async () => {
    await using taken = await takenPort();
    const said = await refusal({ dataDir: folder, env: { PORT: String(taken.port) } });
    expect(said).toContain(`Port ${taken.port} is in use`);
    expect(said).toContain(`PORT=${taken.port + 1}`);
  });

  it("names the process that has the data folder", async () => {
    const embedded = await startEmbedded(folder);
    try {
      const said = await refusal({ dataDir: folder });
      expect(said).toContain(`in use by process ${embedded.pid}`);
      expect(said).toContain("XIN_DATA_DIR");
    } finally {
      await embedded.stop();
    }
  });

  it.skipIf(isRoot)(
    `asks for rights on the data folder${isRoot ? " (not as root, who has all rights)" : ""}`,
    async () => {
      const closed = join(folder, "closed");
      await mkdir(closed);
      await chmod(closed, 0o500);
      const said = await refusal({ dataDir: closed });
      expect(said).toContain(closed);
      expect(said).toContain("XIN_DATA_DIR");
    },
  );

  it("says so when the data folder is a file", async () => {
    const file = join(folder, "file");
    await writeFile(file, "not a folder", { mode: 0o400 });
    const said = await refusal({ dataDir: file });
    expect(said).toContain(file);
    expect(said).toContain("XIN_DATA_DIR");
  });

  it("lists the roles when XIN_ROLE is none of them", async () => {
    const said = await refusal({ dataDir: folder, env: { XIN_ROLE: "gateway" } });
    expect(said).toContain("XIN_ROLE");
    expect(said).toMatch(/all.*app.*realtime.*engine/);
  });

  it("names DATABASE_URL when its server does not answer", async () => {
    const url = await absentDatabase();
    const said = await refusal({ dataDir: folder, env: { DATABASE_URL: url, XIN_JOBS_URL: url } });
    expect(said).toContain("DATABASE_URL");
    expect(said).not.toContain("a-secret");
  });
});

describePostgres("a role that could see every tenant is refused", (open) => {
  it("names the role to use instead", async () => {
    const testDb = await open();
    const role = `xin_bypass_${crypto.randomUUID().slice(0, 8)}`;
    try {
      await testDb.superuser(
        `create role ${role} login bypassrls password 'xin-test' in role xin_app`,
      );
      const settings = databaseSettings(testDb);
      const url = new URL(settings["DATABASE_URL"] ?? "");
      url.username = role;
      const said = await refusal({ dataDir: folder, env: { ...settings, DATABASE_URL: url.href } });
      expect(said).toMatch(/row level security/i);
      expect(said).toContain("xin_app");
      expect(said).not.toContain("xin-test@");
    } finally {
      await testDb.superuser(`drop role if exists ${role}`);
      await testDb.close();
    }
  });
});

/** The address of a database on a port that nobody listens on. */
const absentDatabase = async (): Promise<string> => {
  await using taken = await takenPort();
  return `postgres://xin_app:a-secret@127.0.0.1:${taken.port}/xin`;
};
