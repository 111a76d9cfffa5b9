import { swapModule } from "./swap-module.ts";

// The product, but nobody asks under which custody an autonomous write was computed.
swapModule("engine/actions/fence.ts", "tests/broken/layers/fence-open.ts");
await import("../../server.ts");
