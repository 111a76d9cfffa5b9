import { swapModule } from "./swap-module.ts";

// The product, but a change of a shared page is acknowledged a moment before it is committed.
swapModule("engine/docs/append-doc-updates.ts", "tests/broken/layers/append-doc-updates-late.ts");
await import("../../server.ts");
