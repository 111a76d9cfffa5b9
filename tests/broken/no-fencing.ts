import { replaceModule } from "./replace-module.ts";

/** A server in which the AI may write whoever holds the conversation by then. */
replaceModule("/engine/actions/fence.ts", new URL("parts/open-fence.ts", import.meta.url));
await import("../../server.ts");
