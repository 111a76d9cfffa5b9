import { swapModule } from "./swap-module.ts";

// The product, but COMMIT answers before the disk has it.
swapModule("db/pool.ts", "tests/broken/layers/pool-asynchronous.ts");
await import("../../server.ts");
