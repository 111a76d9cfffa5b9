import { detectLanguage } from "../reply/detect-language.ts";
import { withoutCitations } from "../reply/passage.ts";
import type { Expectation } from "../policy/policy.ts";
import type { Rehearsal } from "../replay/rehearse-reply.ts";

/** An expectation that an answer did not meet, and what it did instead. */
export type UnmetExpectation = {
  readonly expectation: Expectation;
  /** What stands in the place of what was expected: an outcome, titles, words, tools, a language, US dollars. */
  readonly found: string;
};

/** Which of the expectations an answer does not meet. Words are compared without regard to case. */
export const unmetExpectations = (
  expects: readonly Expectation[],
  rehearsal: Rehearsal,
): readonly UnmetExpectation[] =>
  expects.flatMap((expectation) => {
    const found = foundInstead(expectation, rehearsal);
    return found === null ? [] : [{ expectation, found }];
  });

/** Null when the expectation is met. */
const foundInstead = (expectation: Expectation, { plan, costUsd }: Rehearsal): string | null => {
  const { kind } = plan.effect;
  const said = saidIn(plan.effect);
  switch (expectation.kind) {
    case "answers":
      return kind === "send" ? null : kind;
    case "drafts":
      return kind === "draft" ? null : kind;
    case "hands-over":
      return kind === "hand-over" ? null : kind;
    case "cites": {
      const titles = plan.citations.map(({ title, heading }) =>
        heading === null ? title : `${title} › ${heading}`,
      );
      return titles.some((title) => holds(title, expectation.text)) ? null : titles.join("; ");
    }
    case "contains":
      return holds(said, expectation.text) ? null : said;
    case "lacks":
      return holds(said, expectation.text) ? said : null;
    case "calls":
      if (expectation.tool === "hand_over") return kind === "hand-over" ? null : kind;
      return plan.tools.some((call) => call.name === expectation.tool && isFit(call))
        ? null
        : plan.tools.map(({ name }) => name).join(", ") || kind;
    case "language": {
      const lang = detectLanguage(said, expectation.lang);
      return said !== "" && lang === expectation.lang ? null : lang;
    }
    case "costs-under":
      return costUsd < expectation.usd ? null : String(costUsd);
  }
};

/** Whether a call was one that the tool takes. */
const isFit = ({ outcome }: Rehearsal["plan"]["tools"][number]) =>
  outcome !== "invalid" && outcome !== "not_granted" && outcome !== "too_many";

/** What the visitor reads, or the team where it is a draft, without the marks of citations; empty when nothing is said. */
const saidIn = (effect: Rehearsal["plan"]["effect"]): string => {
  switch (effect.kind) {
    case "send":
    case "draft":
      return withoutCitations(effect.answer.text);
    case "hand-over":
      return effect.line ?? "";
    case "keep":
    case "shadow":
    case "superseded":
      return "";
  }
};

const holds = (text: string, part: string): boolean => plain(text).includes(plain(part));

const plain = (text: string): string =>
  text.normalize("NFKC").toLowerCase().replaceAll(/\s+/g, " ");
