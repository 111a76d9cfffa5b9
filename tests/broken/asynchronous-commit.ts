import { swapModule } from "./swap-module.ts";

// The product, but COMMIT answers before the disk has it.
swapModule("db/client.ts", "tests/broken/layers/client-asynchronous.ts");
await import("../../server.ts");
