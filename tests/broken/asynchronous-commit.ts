import { replaceModule } from "./replace-module.ts";

/** A server whose commits do not wait for the disk. */
replaceModule("/db/client.ts", new URL("parts/not-waiting-for-disk.ts", import.meta.url));
await import("../../server.ts");
