import { type PageLine, readItems } from "../policy/page-item.ts";
import { parseTest } from "../policy/parse-test.ts";
import { readPage } from "../policy/read-page.ts";
import { sectionKind } from "../policy/section-kind.ts";

/** The questions that the tests of a page ask, whether or not the page reads well elsewhere. */
export const testQuestions = (text: string): readonly string[] =>
  questionsIn(
    readPage(text)
      .sections.filter(({ heading }) => sectionKind(heading) === "tests")
      .flatMap(({ lines }) => lines),
  );

/** The questions of the tests among these lines. What is no test is left out. */
export const questionsIn = (lines: readonly PageLine[]): readonly string[] =>
  readItems(lines).flatMap((item) => {
    const test = parseTest(item);
    return "question" in test ? [test.question] : [];
  });
