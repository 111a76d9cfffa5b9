import { describe, expect, it } from "vitest";
import { makeDecoder } from "./decode-request.ts";
import { MessagePost } from "./message-post.ts";
import { limits } from "./names.ts";

const decode = makeDecoder(MessagePost);
const id = "0190a000-0000-7000-8000-000000000001";
const message = (text: string) => ({
  conversationId: id,
  clientId: id,
  parts: [{ type: "text", text }],
});

const kindOf = (raw: unknown) => {
  const decoded = decode(raw);
  return decoded.ok ? "ok" : decoded.error.kind;
};

describe("decoding a request", () => {
  it("[RT20] drops keys the schema does not know, prototypes included", () => {
    const raw: unknown = JSON.parse(
      `{"__proto__":{"note":true},"constructor":1,"conversationId":"${id}","clientId":"${id}","parts":[{"type":"text","text":"a","__proto__":{"x":1}}]}`,
    );
    expect(decode(raw)).toEqual({ ok: true, value: message("a") });
  });

  it("[RT21] calls what is too long too_large", () => {
    expect(kindOf(message("a".repeat(limits.textLength)))).toBe("ok");
    expect(kindOf(message("a".repeat(limits.textLength + 1)))).toBe("too_large");
    const parts = Array.from({ length: limits.parts + 1 }, () => ({ type: "text", text: "a" }));
    expect(kindOf({ ...message("a"), parts })).toBe("too_large");
  });

  it("[RT5] takes text as it is, also what is not well-formed Unicode", () => {
    for (const text of [
      "half \ud83d pair",
      "zero \u0000 byte",
      "e\u0301 is not \u00e9",
      "\ufeff ",
    ]) {
      expect(decode(message(text))).toEqual({ ok: true, value: message(text) });
    }
  });

  it("[RT20] names the field and does not repeat the input", () => {
    const decoded = decode({ ...message("a"), clientId: "secret-word" });
    expect(decoded).toMatchObject({ ok: false, error: { kind: "invalid" } });
    const text = JSON.stringify(decoded);
    expect(text).toContain("clientId");
    expect(text).not.toContain("secret-word");
  });
});
