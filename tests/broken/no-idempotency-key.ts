import postgres from "postgres";
import { swapModule } from "./swap-module.ts";

// The product, but a message that is sent again is stored again.
swapModule("engine/actions/decide-acts.ts", "tests/broken/layers/stored-acts-forgotten.ts");

const owner = postgres(process.env["XIN_MIGRATE_URL"] ?? "", { max: 1, onnotice: () => {} });
await owner`drop index if exists xin.events_client`;
await owner.end();
await import("../../server.ts");
