import { array, assert, jsonValue, property } from "fast-check";
import { describe, expect, test } from "vitest";
import { recordedTools } from "./recorded-tools.ts";

const order = { name: "read_order", input: { order: "1042", with: { items: true } } };

describe("tools that only remember", () => {
  test("say what they said then, whatever the order of the fields", () => {
    const tools = recordedTools([{ ...order, output: { state: "sent" } }]);
    const input = { with: { items: true }, order: "1042" };
    expect(tools.call("read_order", input)).toEqual({
      kind: "recorded",
      output: { state: "sent" },
    });
    expect(tools.missing).toEqual([]);
    expect(tools.unused).toEqual([]);
  });

  test("report a call that was not recorded and answer nothing", () => {
    const tools = recordedTools([{ ...order, output: { state: "sent" } }]);
    expect(tools.call("read_order", { order: "1043" })).toMatchObject({ kind: "not-recorded" });
    expect(tools.call("refund", order.input)).toMatchObject({ kind: "not-recorded" });
    expect(tools.missing).toEqual([
      { name: "read_order", input: { order: "1043" } },
      { name: "refund", input: order.input },
    ]);
    expect(tools.unused).toHaveLength(1);
  });

  test("answer as often as they were asked then, in that order, and no more", () => {
    assert(
      property(array(jsonValue(), { minLength: 1, maxLength: 8 }), (outputs) => {
        const tools = recordedTools(outputs.map((output) => ({ ...order, output })));
        for (const output of outputs) {
          expect(tools.call(order.name, order.input)).toEqual({ kind: "recorded", output });
        }
        expect(tools.call(order.name, order.input).kind).toBe("not-recorded");
      }),
    );
  });
});
