import { swapModule } from "./swap-module.ts";

// The product, but a message is acknowledged and published a moment before it is committed.
swapModule("engine/actions/commit-acts.ts", "tests/broken/layers/commit-acts-late.ts");
swapModule("engine/actions/commit-known.ts", "tests/broken/layers/commit-known-late.ts");
await import("../../server.ts");
