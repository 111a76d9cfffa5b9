import type { PageLine } from "./page-item.ts";
import type { PolicyProblem } from "./policy-problem.ts";

/** A `##` section with the lines below its heading. */
export type PageSection = {
  readonly line: number;
  readonly column: number;
  readonly heading: string;
  readonly lines: readonly PageLine[];
};

/** A page taken apart, nothing of it understood yet. */
export type Page = {
  readonly header: readonly PageLine[];
  readonly title: string;
  readonly about: readonly PageLine[];
  readonly sections: readonly PageSection[];
  readonly problems: readonly PolicyProblem[];
};

/** Cuts a page into header, title, opening words and sections. Headings below `##` stay in their section. */
export const readPage = (text: string): Page => {
  const lines = text
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .map((words, index): PageLine => ({ line: index + 1, text: words }));
  const problems: PolicyProblem[] = [];
  const { header, body } = splitHeader(lines, problems);

  let title: { readonly line: number; readonly text: string } | null = null;
  const about: PageLine[] = [];
  const sections: (PageSection & { lines: PageLine[] })[] = [];
  for (const current of body) {
    const heading = /^(#{1,2})\s+(.*?)\s*#*\s*$/.exec(current.text);
    if (heading === null) {
      const target = sections.at(-1)?.lines ?? about;
      if (title === null && current.text.trim() !== "" && !noTitleYet(problems)) {
        problems.push({ line: current.line, column: 1, ...missingTitle });
      }
      target.push(current);
    } else if (heading[1] === "##") {
      const column = current.text.indexOf(heading[2] ?? "", 2) + 1;
      sections.push({ line: current.line, column, heading: heading[2] ?? "", lines: [] });
    } else if (title !== null) {
      problems.push({ line: current.line, column: 1, ...secondTitle(title.line) });
    } else {
      title = { line: current.line, text: heading[2] ?? "" };
    }
  }
  if (title === null && !noTitleYet(problems)) {
    problems.push({ line: body[0]?.line ?? 1, column: 1, ...missingTitle });
  } else if (title !== null && (title.text === "" || title.text.length > 100)) {
    problems.push({ line: title.line, column: 3, ...badTitle });
  }
  return { header, title: title?.text ?? "", about, sections, problems };
};

/** The header stands between two `---` lines at the very top. A page may do without. */
const splitHeader = (lines: readonly PageLine[], problems: PolicyProblem[]) => {
  const first = lines.findIndex(({ text }) => text.trim() !== "");
  if (first < 0 || lines[first]?.text.trim() !== "---") return { header: [], body: lines };
  const end = lines.findIndex(({ text }, index) => index > first && text.trim() === "---");
  if (end > 0) return { header: lines.slice(first + 1, end), body: lines.slice(end + 1) };
  problems.push({ line: lines[first]?.line ?? 1, column: 1, ...openHeader });
  const title = lines.findIndex(({ text }) => text.startsWith("#"));
  const stop = title < 0 ? lines.length : title;
  return { header: lines.slice(first + 1, stop), body: lines.slice(stop) };
};

const noTitleYet = (problems: readonly PolicyProblem[]) =>
  problems.some(({ en }) => en === missingTitle.en);

const missingTitle = {
  en: 'The page has no title. Start it, after the settings, with "# " and a name.',
  zh: "页面没有标题。请在设置之后以“# ”加名称开头。",
};
const secondTitle = (line: number) => ({
  en: `The title is on line ${line} already. Use "## " for sections.`,
  zh: `标题已在第 ${line} 行。章节请用“## ”。`,
});
const badTitle = {
  en: 'A title has between 1 and 100 characters. Write it after "# ".',
  zh: "标题为 1 到 100 个字符。请写在“# ”后面。",
};
const openHeader = {
  en: 'The settings are not closed. Put a line "---" after the last one.',
  zh: "设置没有结束。请在最后一项后面加一行“---”。",
};
