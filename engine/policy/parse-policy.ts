import { parseCondition } from "./condition.ts";
import type { KnownNames } from "./known-names.ts";
import { type PageItem, type PageLine, readItems } from "./page-item.ts";
import { parseQuickReply } from "./parse-quick-reply.ts";
import { parseRule } from "./parse-rule.ts";
import { parseSettings } from "./parse-settings.ts";
import { parseTest } from "./parse-test.ts";
import { parseToneExample } from "./parse-tone-example.ts";
import type {
  NeverItem,
  Policy,
  PolicyRule,
  PolicySection,
  PolicyTest,
  QuickReply,
  ToneExample,
} from "./policy.ts";
import type { PolicyProblem } from "./policy-problem.ts";
import { type PageSection, readPage } from "./read-page.ts";
import { meantHeading, sectionKind, type SectionKind } from "./section-kind.ts";

/** Longest page, in UTF-16 code units. The database holds the same limit. */
export const maxPolicyLength = 65_536;

/** Most rules, and most Never items, of a page. */
export const maxRules = 200;

/** A policy, or every reason why the page is none, in the order of the page. */
export type ParsedPolicy =
  | { readonly ok: true; readonly policy: Policy }
  | { readonly ok: false; readonly problems: readonly PolicyProblem[] };

/**
 * Reads a policy page: a header of settings between `---` lines, a `#` title, `##` sections of which
 * Rules, Never, Tone, Hand over, Quick replies and Tests (规则, 绝不, 语气, 转人工, 快捷回复, 测试) mean
 * something to the program. `known` is what the page may name; null looks no names up.
 */
export const parsePolicy = (text: string, known: KnownNames | null = null): ParsedPolicy => {
  if (text.length > maxPolicyLength) return { ok: false, problems: [tooLong(text.length)] };
  const page = readPage(text);
  const header = parseSettings(page.header, known);
  const problems: PolicyProblem[] = [...page.problems, ...header.problems];
  const found = new Map<SectionKind, PageSection>();
  for (const section of page.sections) {
    const kind = sectionKind(section.heading);
    const meant = meantHeading(section.heading);
    if (meant !== null) problems.push({ ...headingPlace(section), ...notAHeading(section, meant) });
    const earlier = found.get(kind);
    if (kind !== "guidance" && earlier !== undefined) {
      problems.push({ ...headingPlace(section), ...sectionTwice(section, earlier.line) });
    }
    if (earlier === undefined) found.set(kind, section);
  }

  const rules = collect(found.get("rules"), parseRule, problems);
  const never = collect(found.get("never"), parseNever, problems);
  const quickReplies = collect(found.get("quick-replies"), parseQuickReply, problems);
  problems.push(...repeatedReplies(quickReplies));
  const tests = collect(found.get("tests"), parseTest, problems);
  const toneExamples = readToneExamples(found.get("tone")?.lines ?? [], problems);
  const handOver = parseHandOver(found.get("hand-over")?.lines ?? [], problems);
  if (problems.length > 0) {
    return {
      ok: false,
      problems: problems.toSorted((a, b) => a.line - b.line || a.column - b.column),
    };
  }
  const tone = found.get("tone");
  return {
    ok: true,
    policy: {
      title: page.title,
      settings: header.settings,
      about: joined(page.about),
      tone: tone === undefined ? null : joined(tone.lines),
      sections: page.sections
        .filter((section) => sectionKind(section.heading) === "guidance")
        .map(({ line, heading, lines }): PolicySection => ({ line, heading, text: joined(lines) })),
      toneExamples,
      rules,
      never,
      quickReplies,
      tests,
      handOver,
    },
  };
};

const collect = <T extends PolicyRule | NeverItem | QuickReply | PolicyTest>(
  section: PageSection | undefined,
  parse: (item: PageItem) => T | PolicyProblem,
  problems: PolicyProblem[],
): T[] => {
  const results: T[] = [];
  for (const item of readItems(section?.lines ?? [])) {
    if (!item.listed) {
      problems.push({ ...item.place(0), ...notListed });
      continue;
    }
    const result = parse(item);
    if ("en" in result) problems.push(result);
    else if (results.length < maxRules) results.push(result);
    else return (problems.push({ ...item.place(0), ...tooMany }), results);
  }
  return results;
};

const parseNever = (item: PageItem): NeverItem | PolicyProblem => {
  const words = item.text.replace(
    /^(?:never|do not|don't|不要|不得|不许|绝不|禁止)\s*(?:say|promise|mention|说|承诺|提到)?\s*/i,
    "",
  );
  const when = parseCondition(words);
  if (when === null) return { ...item.place(0), ...emptyNever };
  return { line: item.place(0).line, text: item.text, when };
};

const readToneExamples = (lines: readonly PageLine[], problems: PolicyProblem[]): ToneExample[] => {
  const examples: ToneExample[] = [];
  for (const item of readItems(lines)) {
    const example = item.listed ? parseToneExample(item) : null;
    if (example === null) continue;
    if ("en" in example) problems.push(example);
    else examples.push(example);
  }
  return examples;
};

/** One name stands for one text in a language. */
const repeatedReplies = (replies: readonly QuickReply[]): PolicyProblem[] =>
  replies.flatMap(({ line, name, lang }, index) => {
    const earlier = replies
      .slice(0, index)
      .find((reply) => reply.name === name && reply.lang === lang);
    return earlier === undefined ? [] : [{ line, column: 1, ...replyTwice(name, earlier.line) }];
  });

const parseHandOver = (lines: readonly PageLine[], problems: PolicyProblem[]) => {
  const said: { en: string | null; zh: string | null } = { en: null, zh: null };
  for (const { line, text } of lines) {
    if (text.trim() === "") continue;
    const match = /^\s*(?:[-*]\s+)?(en|english|zh|chinese|英文|中文)\s*[:：]\s*(.+?)\s*$/i.exec(
      text,
    );
    if (match === null) {
      problems.push({ line, column: text.length - text.trimStart().length + 1, ...noLanguage });
    } else {
      said[/^(?:en|英)/i.test(match[1] ?? "") ? "en" : "zh"] = match[2] ?? null;
    }
  }
  return said;
};

const joined = (lines: readonly PageLine[]) =>
  lines
    .map(({ text }) => text)
    .join("\n")
    .trim();

const headingPlace = (section: PageSection) => ({ line: section.line, column: section.column });

const tooLong = (length: number): PolicyProblem => ({
  line: 1,
  column: 1,
  en: `The page has ${length} characters; ${maxPolicyLength} are possible. Shorten it.`,
  zh: `页面有 ${length} 个字符，最多 ${maxPolicyLength} 个。请缩短。`,
});
const notAHeading = (section: PageSection, meant: string) => ({
  en: `"${section.heading}" is read as plain guidance. Did you mean "${meant}"?`,
  zh: `“${section.heading}”会被当作普通说明。您是想写“${meant}”吗？`,
});
const sectionTwice = (section: PageSection, line: number) => ({
  en: `There is such a section on line ${line} already. Move these lines there.`,
  zh: `第 ${line} 行已有“${section.heading}”这类章节。请把这些内容移到那里。`,
});
const replyTwice = (name: string, line: number) => ({
  en: `There is a quick reply /${name} on line ${line} already. Give this one another name or language.`,
  zh: `第 ${line} 行已有快捷回复 /${name}。请换一个名称或语言。`,
});
const notListed = {
  en: 'Every line of this section is an item of a list. Start it with "- ".',
  zh: "本章节每一行都是列表项。请以“- ”开头。",
};
const tooMany = {
  en: `A section has at most ${maxRules} items. Remove some.`,
  zh: `一个章节最多 ${maxRules} 项。请删除一些。`,
};
const emptyNever = {
  en: 'There is nothing to look for in this item. Write the words, best in quotes: - "lifetime guarantee".',
  zh: "这一项没有要查找的词。请写出来，最好加引号：- “终身保修”。",
};
const noLanguage = {
  en: 'Say in which language: "en: A colleague will answer." or "zh: 同事会来回答。".',
  zh: "请写明语言：“en: A colleague will answer.”或“zh: 同事会来回答。”。",
};
