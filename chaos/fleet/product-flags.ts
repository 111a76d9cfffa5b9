import { fileURLToPath } from "node:url";

const keepCompiled = new URL("../../engine/runtime/keep-compiled.ts", import.meta.url);

/** Flags of Node as `npm run xin` gives them. */
export const commandFlags = ["-r", fileURLToPath(keepCompiled)];

/**
 * Flags of Node as `npm start` gives them. V8 lets its young generation grow to 100 MB under load and keeps
 * that: at 4,000 idle connections it was more than half of what each of them cost.
 */
export const productFlags = ["--max-semi-space-size=8", ...commandFlags];
