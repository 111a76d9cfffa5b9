import { readFile, readdir } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { ErrorKind } from "#contract/error-kind.ts";

const folder = new URL("../../docs/errors/", import.meta.url);
const read = (name: string) => readFile(new URL(name, folder), "utf8");

describe("the pages of docs/errors", () => {
  it("[RT18] are one for each kind, all of them listed, and linked from the protocol", async () => {
    const names = (await readdir(folder)).filter((name) => name !== "README.md");
    expect(names.toSorted()).toEqual(ErrorKind.literals.map((kind) => `${kind}.md`).toSorted());
    const list = await read("README.md");
    for (const name of names) expect(list).toContain(`](${name})`);
    expect(await read("../protocol.md")).toContain("](errors/README.md)");
  });

  it.each(ErrorKind.literals)("[RT18] says of %s who causes it and what to do", async (kind) => {
    const page = await read(`${kind}.md`);
    expect(page).toMatch(new RegExp(`^# \`${kind}\`\n`));
    for (const part of ["Who causes it.", "What the client does.", "What to check."]) {
      expect(page).toContain(`**${part}**`);
    }
    const frame = /```json\n(.*?)```/s.exec(page)?.[1] ?? "";
    const { ok, error } = JSON.parse(frame);
    expect([ok, error.kind, typeof error.message]).toEqual([false, kind, "string"]);
    const waits = ["overloaded", "unavailable", "draining"].includes(kind);
    expect("retryAfterMs" in error).toBe(waits);
  });
});
