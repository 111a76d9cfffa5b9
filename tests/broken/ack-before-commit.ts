import { replaceModule } from "./replace-module.ts";

/** A server that answers when the work is done, and commits a little later: as with writing behind. */
replaceModule("/db/client.ts", new URL("parts/answering-first.ts", import.meta.url));
await import("../../server.ts");
