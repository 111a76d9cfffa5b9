import { editDistance } from "./closest-word.ts";

/** What a section means. Everything that is not one of the others is guidance for the model. */
export type SectionKind =
  | "rules"
  | "never"
  | "tone"
  | "hand-over"
  | "quick-replies"
  | "tests"
  | "guidance";

/** The kind of a section by its heading, in either language. */
export const sectionKind = (heading: string): SectionKind =>
  names.get(heading.trim().toLowerCase()) ?? "guidance";

/**
 * The heading that was probably meant, for one slip of the pen in a heading that would silently turn
 * rules into mere guidance. Null when the heading is right or means something of its own.
 */
export const meantHeading = (heading: string): string | null => {
  const written = heading.trim().toLowerCase();
  if (names.has(written)) return null;
  const close = guarded.find((name) => editDistance(written, name.toLowerCase()) === 1);
  return close ?? null;
};

const names = new Map<string, SectionKind>([
  ["rules", "rules"],
  ["规则", "rules"],
  ["never", "never"],
  ["绝不", "never"],
  ["禁止", "never"],
  ["tone", "tone"],
  ["语气", "tone"],
  ["hand over", "hand-over"],
  ["hand-over", "hand-over"],
  ["handover", "hand-over"],
  ["转人工", "hand-over"],
  ["quick replies", "quick-replies"],
  ["quick reply", "quick-replies"],
  ["快捷回复", "quick-replies"],
  ["tests", "tests"],
  ["测试", "tests"],
]);

/** How the sections that mean something are written, in both languages. */
export const sectionHeadings: readonly string[] = [
  "Tone",
  "Rules",
  "Never",
  "Quick replies",
  "Tests",
  "Hand over",
  "语气",
  "规则",
  "绝不",
  "快捷回复",
  "测试",
  "转人工",
];

const guarded = ["Rules", "Never", "Hand over", "转人工", "Quick replies", "快捷回复", "Tests"];
