import { createHash } from "node:crypto";
import { readFile, readdir } from "node:fs/promises";
import { Schema } from "effect";
import { expect, it } from "vitest";
import { downstream, limits, namespaces, protocolVersion, upstream } from "./names.ts";

/** The fingerprint of the contract at each version. Add a line for a new version; never change an old one. */
const fingerprints: Record<number, string> = {
  1: "c83147e22df686e9372323cc5915e1ac42469b09cd0a59b5e2f6af6ced4fe109",
  2: "819aed69ba4d3a22272181b8acb10f565edbcd5ffd12efa94808baa57001d19b",
  3: "1737c01d94ec475d6fc86bb1340fce6f0824b4e437afda43ba83b396729d000a",
};

it("[RT23] a change of the contract comes with a new version", async () => {
  expect(
    await fingerprint(),
    `The contract has changed: raise protocolVersion in names.ts above ${protocolVersion}, then add its fingerprint here.`,
  ).toBe(fingerprints[protocolVersion]);
});

it("[RT23] lets a browser have names and limits without a library", async () => {
  const source = await readFile(new URL("names.ts", import.meta.url), "utf8");
  expect(source).not.toMatch(/^import /m);
});

/** SHA-256 over every exported schema of the contract, by file and name, and the names and limits. */
const fingerprint = async () => {
  const parts: unknown[] = [{ downstream, limits, namespaces, upstream }];
  const files = (await readdir(import.meta.dirname)).filter(isSource).toSorted();
  for (const file of files) {
    const exported = (await import(new URL(file, import.meta.url).href)) as Record<string, unknown>;
    for (const [name, value] of Object.entries(exported).toSorted(byName)) {
      if (Schema.isSchema(value)) parts.push([file, name, describe(value)]);
    }
  }
  expect(parts.length).toBeGreaterThan(20);
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
};

const isSource = (file: string) => file.endsWith(".ts") && !file.endsWith(".test.ts");

const byName = ([a]: [string, unknown], [b]: [string, unknown]) => (a < b ? -1 : 1);

const describe = (schema: Schema.Top) => Schema.toRepresentation(schema);
