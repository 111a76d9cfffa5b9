import { describe, expect, it } from "vitest";
import type { BusMessage } from "#engine/runtime/event-bus.ts";
import { decodeEnvelope, encodeLost, encodeMessage, maxEnvelopeLength } from "./bus-codec.ts";

const id = "0190a000-0000-7000-8000-000000000001";

const committed = (text: string): BusMessage => ({
  type: "committed",
  tenantId: id,
  conversationId: id,
  position: 7,
  teamOnlySeqs: [],
  events: [
    {
      conversationId: id,
      seq: 1,
      id,
      clientId: null,
      actor: { kind: "visitor", id, name: null },
      epoch: 1,
      at: "2026-11-22T00:00:00.000Z",
      body: {
        type: "message.posted",
        parts: [{ type: "text", text }],
        note: false,
        citations: [],
        decisionId: null,
        retracted: false,
      },
    },
  ],
});

describe("the text of a bus message", () => {
  it("comes back as it was, half surrogates and all", () => {
    const message = committed("naïve 😀 \ud83d \u0000 \u2028");
    const text = encodeMessage("node-a", message) ?? "";
    expect(decodeEnvelope(text)).toEqual({ node: "node-a", message });
    expect(decodeEnvelope(encodeLost("node-a"))).toEqual({ node: "node-a", lost: true });
  });

  it("[RT10] leaves out events that are too long and still says that there are some", () => {
    const text = encodeMessage("node-a", committed("x".repeat(maxEnvelopeLength))) ?? "";
    expect(decodeEnvelope(text)).toMatchObject({
      message: { type: "committed", conversationId: id, events: [], position: 7 },
    });
  });

  it("keeps on this node what may be lost anyway and is too long", () => {
    const delta = { conversationId: id, decisionId: id, epoch: 1, index: 0 };
    const text = "x".repeat(maxEnvelopeLength);
    expect(
      encodeMessage("node-a", {
        type: "reply.delta",
        tenantId: id,
        audience: "public",
        delta: { ...delta, text },
      }),
    ).toBeNull();
  });

  it.each(["", "{", "null", "[]", "1", '{"node":1}', '{"node":"a"}', '{"node":"a","message":[]}'])(
    "ignores what no node has sent: %s",
    (text) => {
      expect(decodeEnvelope(text)).toBeNull();
    },
  );
});
