import { createInterface } from "node:readline";
import { tokensOf } from "../../tokens.ts";

/*
 * The index tokens of each line of the input, as searching makes them:
 * `node engine/knowledge/words/make/stems.ts <texts.txt >texts.stems`.
 */
for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${tokensOf(line).join(" ")}\n`);
}
