import { afterEach, beforeEach, expect, test } from "vitest";
import { readLines } from "./read-lines.ts";

const unhandled: unknown[] = [];
const note = (error: unknown) => void unhandled.push(error);
beforeEach(() => void process.on("unhandledRejection", note));
afterEach(() => void process.off("unhandledRejection", note));

/** An answer whose body the test writes. */
const anAnswer = () => {
  let body!: ReadableStreamDefaultController<Uint8Array>;
  let isCancelled = false;
  const stream = new ReadableStream<Uint8Array>({
    start: (controller) => void (body = controller),
    cancel: () => void (isCancelled = true),
  });
  const lines = readLines<number>(Promise.resolve(new Response(stream)));
  const write = (text: string) => body.enqueue(new TextEncoder().encode(text));
  return { lines, body, write, isCancelled: () => isCancelled };
};

test("lines come as they are complete, wherever the answer was cut", async () => {
  const { lines, body, write } = anAnswer();
  write("1\n2");
  expect(await lines.next()).toEqual({ done: false, value: 1 });
  write("0\n");
  expect(await lines.next()).toEqual({ done: false, value: 20 });
  body.close();
  expect(await lines.next()).toEqual({ done: true, value: undefined });
});

test("an answer that breaks off in the middle of a line says so", async () => {
  const { lines, body, write } = anAnswer();
  write("1\n2");
  body.close();
  expect(await lines.next()).toEqual({ done: false, value: 1 });
  await expect(lines.next()).rejects.toThrow("The answer broke off");
});

test("an answer that is ended while it is read is one error, and no other that nobody handles", async () => {
  const { lines, body, write } = anAnswer();
  write("1\n");
  expect(await lines.next()).toEqual({ done: false, value: 1 });
  const next = lines.next();
  body.error(new DOMException("signal is aborted without reason", "AbortError"));
  await expect(next).rejects.toThrow("aborted");
  await new Promise((resolve) => setImmediate(resolve));
  expect(unhandled).toEqual([]);
});

test("whoever stops reading ends the answer", async () => {
  const { lines, write, isCancelled } = anAnswer();
  write("1\n");
  await lines.next();
  await lines.return(undefined);
  await expect.poll(isCancelled).toBe(true);
});
