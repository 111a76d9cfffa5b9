import postgres from "postgres";
import { replaceModule } from "./replace-module.ts";

/** A server that stores every attempt: it looks for no earlier one, and the table allows two. */
const owner = postgres(process.env["XIN_MIGRATE_URL"] ?? "", { max: 1, onnotice: () => {} });
await owner`drop index if exists xin.events_client`;
await owner.end();
replaceModule("/db/reads/stored-acts.ts", new URL("parts/forgetting-acts.ts", import.meta.url));
await import("../../server.ts");
