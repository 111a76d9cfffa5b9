import { expect, test } from "vitest";
import { enterFrame, readPacket, requestFrame } from "./packets.ts";

test("reads what a Socket.IO server writes", () => {
  const body = { conversationId: "c", events: [{ text: 'a "quoted", [bracketed] word' }] };
  expect(readPacket('0{"sid":"x","pingInterval":1500,"pingTimeout":20000}')).toEqual({
    type: "open",
    pingIntervalMs: 1500,
  });
  expect(readPacket("2")).toEqual({ type: "ping" });
  expect(readPacket('40/visitor,{"sid":"x"}')).toEqual({ type: "connected" });
  const event = `42/visitor,${JSON.stringify(["events.appended", body])}`;
  expect(readPacket(event)).toEqual({
    type: "event",
    name: "events.appended",
    json: JSON.stringify(body),
  });
  expect(readPacket('42/visitor,["resync"]')).toMatchObject({ name: "resync" });
  expect(readPacket('43/visitor,12[{"ok":true,"seq":7}]')).toEqual({
    type: "ack",
    id: 12,
    json: '{"ok":true,"seq":7}',
  });
  const refusal = { message: "no", data: { kind: "overloaded" } };
  expect(readPacket(`44/visitor,${JSON.stringify(refusal)}`)).toEqual({
    type: "refused",
    json: JSON.stringify(refusal),
  });
  expect(readPacket("41/visitor,")).toEqual({ type: "closed" });
});

test("writes what a Socket.IO server reads", () => {
  expect(enterFrame("/visitor", { key: "k" })).toBe('40/visitor,{"key":"k"}');
  expect(requestFrame("/visitor", 3, "message.post", { clientId: "m" })).toBe(
    '42/visitor,3["message.post",{"clientId":"m"}]',
  );
});

test("anything else is no packet, and no exception", () => {
  for (const frame of ["", "9", "4", "42/visitor,", "42[", "43/visitor", "4x"])
    expect(readPacket(frame).type, frame).toBe("other");
});
