import type { QuestionCluster } from "./find-gaps.ts";

/** What is written of an article. */
export type ArticleText = { readonly title: string; readonly body: string };

/** Where the answer belongs. An article that still has one of these lines is not ready. */
const openLines = {
  en: "(Write the answer here in a few short sentences.)",
  zh: "（在这里用几句话写出答案。）",
} as const;

const headings = {
  en: { answer: "Answer", questions: "Questions this answers" },
  zh: { answer: "答案", questions: "本文回答的问题" },
} as const;

/** Most questions that are put into the article; more of them help nobody to find it. */
const maxQuestions = 8;

/** What an article begins as: the question as its title, a place for the answer, and how visitors ask. */
export const articleOutline = ({ title, lang, examples }: QuestionCluster): ArticleText => {
  const { answer, questions } = headings[lang];
  const asked = examples.slice(0, maxQuestions).map(({ question }) => `- ${oneLine(question)}`);
  return {
    title: oneLine(title).slice(0, 200),
    body: `## ${answer}\n\n${openLines[lang]}\n\n## ${questions}\n\n${asked.join("\n")}\n`,
  };
};

/** Whether the place for the answer is still empty. */
export const outlineIsOpen = (body: string): boolean =>
  Object.values(openLines).some((line) => body.includes(line)) ||
  body.replaceAll(/^#.*$/gm, "").trim() === "";

const oneLine = (text: string): string => text.replaceAll(/\s+/g, " ").trim();
