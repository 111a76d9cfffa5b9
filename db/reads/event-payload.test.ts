import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { decodePayload, encodePayload, hashPayload } from "./event-payload.ts";

it("stores an ordinary payload as it is", () => {
  const payload = { text: "C:\\new \\u0041 😀", list: [1, true, null], nested: { a: "b" } };
  expect(encodePayload(payload)).toBe(payload);
  expect(decodePayload(payload)).toBe(payload);
});

it.each([
  "\0",
  "a\0b\\u0000",
  "\ud800",
  "\udc00x",
  "\ud83d\ud83d\ude00",
  "\\\0\\\\",
  "\\u0000\ud800",
])("stores %j so that jsonb takes it, and gives it back", (text) => {
  const payload = { text, list: [{ text }, "C:\\", 0.5, null], plain: "x" };
  const stored = encodePayload(payload);
  const json = JSON.stringify(stored);
  expect(json.isWellFormed()).toBe(true);
  expect(JSON.stringify(stored)).not.toMatch(/(?<!\\)(\\\\)*\\u(0000|d[89a-f])/i);
  expect(decodePayload(JSON.parse(json) as typeof stored)).toEqual(payload);
});

it("hashes what was said, however the database orders it", () => {
  const hash = hashPayload({ b: "\0", a: { d: 1, c: [2] } });
  expect(hash).toEqual(hashPayload({ a: { c: [2], d: 1 }, b: "\0" }));
  const canonical = '{"a":{"c":[2],"d":1},"b":"\\u0000"}';
  expect(hash).toEqual(createHash("sha256").update(canonical).digest());
});
