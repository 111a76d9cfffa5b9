import { fileURLToPath } from "node:url";

/** The folder of the project, where every command is run. */
export const projectFolder = fileURLToPath(new URL("../..", import.meta.url));
