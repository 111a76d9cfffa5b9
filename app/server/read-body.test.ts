import { expect, test } from "vitest";
import { readBody } from "./read-body.ts";

const piecesOf = (...pieces: readonly string[]) =>
  new ReadableStream<Uint8Array>({
    start: (controller) => {
      for (const piece of pieces) controller.enqueue(new TextEncoder().encode(piece));
      controller.close();
    },
  });

const sent = (length: number | null, ...pieces: readonly string[]) => {
  const init: RequestInit & { duplex: "half" } = {
    method: "POST",
    body: piecesOf(...pieces),
    duplex: "half",
    headers: length === null ? {} : { "content-length": String(length) },
  };
  return new Request("http://127.0.0.1/knowledge/upload", init);
};

test("pieces become the bytes they were", async () => {
  const bytes = await readBody(sent(6, "ab", "cd", "ef"), 6);
  expect(Buffer.from(bytes ?? []).toString()).toBe("abcdef");
});

test.each([
  ["a body above the limit", sent(7, "abcdefg")],
  ["a body of untold length", sent(null, "abc")],
  ["a body that ends early", sent(6, "abc")],
  ["a body that goes on after its length", sent(3, "ab", "cd")],
])("%s is not taken", async (_, request) => {
  expect(await readBody(request, 6)).toBeNull();
});
