import { expect, test } from "vitest";
import { traceparentOf, makeTraceparent, parseTraceparent, traceIdOf } from "./trace.ts";

const sample = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

test("reads a W3C traceparent", () => {
  expect(parseTraceparent(sample)).toEqual({
    traceId: "0af7651916cd43dd8448eb211c80319c",
    spanId: "b7ad6b7169203331",
    sampled: true,
  });
});

test.each([
  null,
  "",
  "garbage",
  sample.toUpperCase(),
  "00-00000000000000000000000000000000-b7ad6b7169203331-01",
  "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
  "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
])("%s is no trace", (header) => {
  expect(parseTraceparent(header)).toBeNull();
});

test("a child stays in the trace with a span of its own", () => {
  const child = parseTraceparent(traceparentOf(sample));
  expect(child?.traceId).toBe(traceIdOf(sample));
  expect(child?.spanId).not.toBe("b7ad6b7169203331");
});

test("a bad parent starts a new trace", () => {
  expect(parseTraceparent(traceparentOf("garbage"))).not.toBeNull();
  expect(makeTraceparent()).not.toBe(makeTraceparent());
});
