import type { Db } from "./client.ts";
import { DatabaseUnfit } from "./errors.ts";

/** Oldest PostgreSQL and pgvector Xin runs on. */
const oldestServer = 16;
const oldestVector = [0, 8] as const;

/** Refuses a server that is too old, lacks pgvector, or acknowledges commits it may still lose. */
export const assertServer = async (db: Db): Promise<void> => {
  const facts = await db.lookup(
    (tx) => tx<ServerFacts[]>`
      select current_setting('server_version_num')::int / 10000 as major,
        current_setting('server_version') as version,
        current_setting('synchronous_commit') as synchronous_commit,
        (select extversion from pg_extension where extname = 'vector') as vector`,
  );
  const problem = facts[0] && serverProblem(facts[0]);
  if (problem) throw problem;
};

type ServerFacts = {
  readonly major: number;
  readonly version: string;
  readonly synchronous_commit: string;
  readonly vector: string | null;
};

/** What is wrong with a server, null when nothing is. */
export const serverProblem = (facts: ServerFacts): DatabaseUnfit | null => {
  if (facts.major < oldestServer) {
    const message = `PostgreSQL ${facts.version} is too old: Xin needs ${oldestServer} or newer.`;
    return new DatabaseUnfit({ reason: "server", message });
  }
  if (facts.synchronous_commit === "off") {
    const message =
      "synchronous_commit is off, so the server may lose messages it has acknowledged. Run `alter role xin_app set synchronous_commit = on`.";
    return new DatabaseUnfit({ reason: "server", message });
  }
  if (facts.vector === null) {
    const message =
      "pgvector is missing. Install it on the server and run db/roles.sql in this database as a superuser.";
    return new DatabaseUnfit({ reason: "extension", message });
  }
  if (isOlder(facts.vector)) {
    const message = `pgvector ${facts.vector} is too old: Xin needs ${oldestVector.join(".")} or newer. Update it and run \`alter extension vector update\`.`;
    return new DatabaseUnfit({ reason: "extension", message });
  }
  return null;
};

const isOlder = (version: string): boolean => {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major < oldestVector[0] || (major === oldestVector[0] && minor < oldestVector[1]);
};
