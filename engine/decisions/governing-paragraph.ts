import type { Decision } from "#contract/decision.ts";
import type { BlamedParagraph } from "#contract/decision-blame.ts";
import { readItems } from "../policy/page-item.ts";
import { readPage } from "../policy/read-page.ts";
import { sectionKind } from "../policy/section-kind.ts";
import { contentWords } from "../policy/words.ts";

type Said = { readonly sentence: string; readonly question: string };

/** Fewer than this, and what a paragraph shares with a sentence is chance: a word of the sentence counts two. */
const leastShared = 3;

/**
 * The paragraph of a policy page that governs a sentence. What a rule made the AI say is the rule's. Else it is the
 * paragraph of guidance, tone or introduction that shares the most words with the sentence and its question; null
 * when none shares enough of them to speak of the same matter.
 */
export const governingParagraph = (
  said: Said,
  { text }: { readonly text: string },
  { rules, model }: Pick<Decision, "rules" | "model">,
): BlamedParagraph | null => {
  const [rule] = rules;
  // A decision that needed no model followed its one rule.
  if (model === "rules" && rule !== undefined) return { ...rule, section: "rules", by: "rule" };

  const sentence = new Set(contentWords(said.sentence));
  const question = new Set(contentWords(said.question));
  let best: BlamedParagraph | null = null;
  let most = leastShared - 1;
  for (const paragraph of paragraphsOf(text)) {
    const words = [...new Set(contentWords(`${paragraph.heading} ${paragraph.text}`))];
    const shared = words.reduce(
      (sum, word) => sum + (sentence.has(word) ? 2 : 0) + (question.has(word) ? 1 : 0),
      0,
    );
    if (shared <= most) continue;
    most = shared;
    const { line, section, text: written } = paragraph;
    best = { line, section, text: written, by: "nearest" };
  }
  return best;
};

type Paragraph = {
  readonly line: number;
  readonly heading: string;
  readonly text: string;
  readonly section: Exclude<BlamedParagraph["section"], "rules">;
};

/** What the model is told in plain words, item by item. Rules and prohibitions are no guidance. */
const paragraphsOf = (text: string): readonly Paragraph[] => {
  const { about, sections } = readPage(text);
  const itemsOf = (
    lines: Parameters<typeof readItems>[0],
    heading: string,
    section: Paragraph["section"],
  ) =>
    readItems(lines).map((item) => {
      return { line: item.place(0).line, heading, text: item.text, section };
    });
  return [
    ...itemsOf(about, "", "about"),
    ...sections.flatMap(({ heading, lines }) => {
      const kind = sectionKind(heading);
      if (kind !== "guidance" && kind !== "tone") return [];
      return itemsOf(lines, kind === "tone" ? "" : heading, kind);
    }),
  ];
};
