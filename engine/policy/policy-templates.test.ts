import { describe, expect, it } from "vitest";
import { meets } from "./condition.ts";
import { parsePolicy } from "./parse-policy.ts";
import { templateNames, templateText } from "./policy-templates.ts";

describe.each(templateNames)("the template %s", (name) => {
  it.each(["en", "zh"] as const)("is a whole page in %s that passes its own rules", (lang) => {
    const text = templateText(name, lang, "Lake  & $& Shop");
    const parsed = parsePolicy(text, { models: [], retrieval: 0, members: [], timeZone: null });
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    const { policy } = parsed;
    expect(policy.title).toContain("Lake & $& Shop");
    expect(policy.settings.languages[0]).toBe(lang);
    expect(policy.settings.tools.length > 0).toBe(name === "full-auto" || name === "order-status");
    expect(policy.sections).toEqual([]);
    expect(policy.toneExamples.length).toBeGreaterThan(0);
    expect(policy.quickReplies.length).toBeGreaterThan(0);
    expect(policy.never.length).toBeGreaterThan(0);
    expect(policy.tests.length).toBeGreaterThan(0);
    for (const { question, expects } of policy.tests) {
      if (!expects.some(({ kind }) => kind === "hands-over")) continue;
      const rule = policy.rules.find(({ when }) => meets(when, question));
      expect([question, rule?.outcome.kind]).toEqual([question, "hand-over"]);
    }
  });
});
