import { enableCompileCache } from "node:module";
import { join } from "node:path";

/*
 * Preloaded by `npm start` and `npm run xin`: keeps what Node makes of our files, so that the next start
 * needs half the time before its first line of ours. It lies where only who installed the program can
 * write, not in the folder for temporary files, where anybody could put code in its place. Without the
 * right to write there nothing is kept.
 */
enableCompileCache(join(import.meta.dirname, "../../node_modules/.cache/compiled"));
