import { expect, it } from "vitest";
import { parsePolicy } from "../policy/parse-policy.ts";
import { toolNames } from "../policy/tool-names.ts";
import { allTools, grantedTools } from "./granted-tools.ts";

it("has a tool for every name a policy may grant", () => {
  expect(["hand_over", ...allTools.map(({ name }) => name)]).toEqual(toolNames);
  expect(grantedTools(["close", "send_money"]).map(({ name }) => name)).toEqual(["close"]);
});

it("reads the grant from the header, in both languages, and says what is wrong with it", () => {
  const read = (line: string) => parsePolicy(`---\n${line}\n---\n\n# Help\n\nWe help.\n`);
  expect(read("tools: add_tag, close, add_tag")).toMatchObject({
    ok: true,
    policy: { settings: { tools: ["add_tag", "close"] } },
  });
  expect(read("工具：assign、close")).toMatchObject({
    ok: true,
    policy: { settings: { tools: ["assign", "close"] } },
  });
  expect(read("tools: ad_tag")).toMatchObject({
    ok: false,
    problems: [{ line: 2, column: 8, en: 'There is no tool "ad_tag". Did you mean "add_tag"?' }],
  });
  expect(read("tools:")).toMatchObject({
    ok: false,
    problems: [{ line: 2, en: expect.stringMatching(/^Name at least one tool: hand_over, /) }],
  });
});
