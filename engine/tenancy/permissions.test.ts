import { expect, test } from "vitest";
import { assertMay, may } from "./permissions.ts";

test.each(["viewer", "author"] as const)("a %s may not write in conversations", (role) => {
  expect(may(role, "conversations.read")).toBe(true);
  expect(may(role, "conversations.write")).toBe(false);
});

test("an operator answers people and changes nothing else", () => {
  expect(may("operator", "conversations.write")).toBe(true);
  expect(may("operator", "policies.publish")).toBe(false);
  expect(may("operator", "knowledge.write")).toBe(false);
  expect(may("operator", "tokens.manage")).toBe(false);
});

test("secrets are the owner's alone", () => {
  expect(may("owner", "secrets.manage")).toBe(true);
  expect(may("admin", "secrets.manage")).toBe(false);
  expect([may("owner", "crm.manage"), may("admin", "crm.manage")]).toEqual([true, false]);
});

test("without a role nothing is allowed, and the refusal says whom to ask", () => {
  expect(() => assertMay(undefined, "conversations.read")).toThrow(/visitor.*owner or admin/);
});
