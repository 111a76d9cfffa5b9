import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { generateHistory } from "./generate-history.ts";
import { openHistoryWriter, readHistory } from "./history-file.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "xin-history-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

test("reads back what was written, one record a line", async () => {
  const path = join(folder, "drill.jsonl");
  const history = generateHistory(3, { conversations: 3, clients: 3, messages: 2_000 });
  {
    await using writer = openHistoryWriter(path);
    for (const record of history) await writer.write(record);
  }
  expect(await readHistory(path)).toEqual(history);
  expect(readFileSync(path, "utf8").trimEnd().split("\n")).toHaveLength(history.length);
});

test("forgives half a last line and no other", async () => {
  const path = join(folder, "torn.jsonl");
  const whole = '{"kind":"sub-end","session":"s","conversation":"c","afterSeq":0}';
  writeFileSync(path, `${whole}\n${whole.slice(0, 20)}`);
  expect(await readHistory(path)).toHaveLength(1);
  writeFileSync(path, `${whole.slice(0, 20)}\n${whole}\n`);
  await expect(readHistory(path)).rejects.toThrow("torn.jsonl:1 is not JSON");
});

test("a folder that does not exist is reported when the writer is closed", async () => {
  const writer = openHistoryWriter(join(folder, "nowhere", "drill.jsonl"));
  await expect(writer[Symbol.asyncDispose]()).rejects.toThrow("ENOENT");
});
