import { expect, test } from "vitest";
import { FrameReader } from "./frame-reader.ts";
import { cString, encode, int32, simpleQuery, sync } from "./protocol.ts";

const startup = (): Buffer => {
  const body = Buffer.concat([
    int32(196_608),
    cString("user"),
    cString("xin_app"),
    Buffer.from([0]),
  ]);
  return Buffer.concat([int32(body.length + 4), body]);
};

const read = (chunks: readonly Buffer[]) => {
  const heard: string[] = [];
  const reader = new FrameReader({
    startup: (body) => {
      heard.push(`startup ${body.length}`);
      reader.letIn();
    },
    message: (bytes) => heard.push(`${String.fromCharCode(bytes[0] ?? 0)} ${bytes.length}`),
    violation: () => heard.push("violation"),
  });
  for (const chunk of chunks) reader.push(chunk);
  return heard;
};

const stream = Buffer.concat([
  startup(),
  simpleQuery("select 1"),
  sync,
  encode("P", Buffer.alloc(3000)),
]);
const whole = ["startup 18", "Q 14", "S 5", "P 3005"];

test("cuts a stream into messages, however it arrives", () => {
  expect(read([stream])).toEqual(whole);
  expect(read([...stream].map((byte) => Buffer.from([byte])))).toEqual(whole);
  for (const size of [2, 7, 100, 1000]) {
    const chunks: Buffer[] = [];
    for (let at = 0; at < stream.length; at += size) chunks.push(stream.subarray(at, at + size));
    expect(read(chunks)).toEqual(whole);
  }
});

test.each([
  ["a startup packet that is too long", int32(20_000)],
  ["a startup packet that is too short", int32(3)],
  ["another protocol", Buffer.from("GET / HTTP/1.1\r\n\r\n")],
  ["a message that is too long", Buffer.concat([startup(), Buffer.from("Q"), int32(2 ** 30)])],
  ["a message of negative length", Buffer.concat([startup(), Buffer.from("Q"), int32(-1)])],
])("refuses %s, once", (_name, bytes) => {
  const heard = read([bytes, Buffer.from("more"), Buffer.alloc(100)]);
  expect(heard.filter((entry) => entry === "violation")).toHaveLength(1);
  expect(heard.at(-1)).toBe("violation");
});
