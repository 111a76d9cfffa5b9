import { describe, expect, test } from "vitest";
import { Decoder, Encoder, PacketType, type Packet } from "./text-packets.ts";

// Frames as the documentation of the Socket.IO protocol, version 5, shows them.
const samples: readonly (readonly [frame: string, packet: Packet])[] = [
  ["0", { type: PacketType.CONNECT, nsp: "/" }],
  ['0/visitor,{"key":"k"}', { type: PacketType.CONNECT, nsp: "/visitor", data: { key: "k" } }],
  ["1/visitor,", { type: PacketType.DISCONNECT, nsp: "/visitor" }],
  ['2["hello",1]', { type: PacketType.EVENT, nsp: "/", data: ["hello", 1] }],
  [
    '2/visitor,456["project:delete",123]',
    { type: PacketType.EVENT, nsp: "/visitor", id: 456, data: ["project:delete", 123] },
  ],
  ["3/visitor,456[]", { type: PacketType.ACK, nsp: "/visitor", id: 456, data: [] }],
  [
    '4/visitor,{"message":"refused"}',
    { type: PacketType.CONNECT_ERROR, nsp: "/visitor", data: { message: "refused" } },
  ],
  [
    '2["text","line\\nbreak, 2["]',
    { type: PacketType.EVENT, nsp: "/", data: ["text", "line\nbreak, 2["] },
  ],
];

const decode = (frame: unknown): Packet | undefined => {
  const decoder = new Decoder();
  let packet: Packet | undefined;
  decoder.on("decoded", (decoded) => {
    packet = decoded;
  });
  decoder.add(frame);
  return packet;
};

describe("packets of text", () => {
  test.each(samples)("%s is read and written", (frame, packet) => {
    expect(decode(frame)).toEqual({ id: undefined, data: undefined, ...packet });
    expect(new Encoder().encode(packet)).toEqual([frame]);
  });

  test.each([
    "",
    "9",
    "x",
    "2",
    '2{"no":"list"}',
    "3/visitor,1",
    new ArrayBuffer(1),
    '51-["binary"]',
  ])("%j is refused", (frame) => {
    expect(() => decode(frame)).toThrow(/no packet|no arguments/);
  });
});
