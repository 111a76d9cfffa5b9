import type { Locale } from "#contract/ids.ts";
import type { PageItem } from "./page-item.ts";
import type { QuickReply } from "./policy.ts";
import type { PolicyProblem } from "./policy-problem.ts";

/** Longest text of a quick reply, in UTF-16 code units. */
const maxLength = 2000;

/** Reads one item of the Quick replies section: `/name: words`, `/name (zh): words`, `/name（中文）：words`. */
export const parseQuickReply = (item: PageItem): QuickReply | PolicyProblem => {
  const head = /^\/?([^:：(（]*?)\s*(?:[(（]\s*([^)）]*?)\s*[)）])?\s*[:：]\s*/.exec(item.text);
  if (head === null) return { ...item.place(0), ...noName };
  const [whole, name = "", tag] = head;
  if (!/^[\p{L}\p{N}_-]{1,40}$/u.test(name)) return { ...item.place(0), ...badName(name) };
  const lang = tag === undefined ? null : languages[tag.toLowerCase()];
  if (lang === undefined) {
    return { ...item.place(item.text.indexOf(tag ?? "", name.length)), ...noLanguage(tag ?? "") };
  }
  const text = item.text.slice(whole.length).trim();
  if (text === "") return { ...item.place(item.text.length), ...noText(name) };
  if (text.length > maxLength) return { ...item.place(whole.length), ...tooLong(text.length) };
  return { line: item.place(0).line, name, lang, text };
};

const languages: Readonly<Record<string, Locale>> = {
  en: "en",
  english: "en",
  英文: "en",
  zh: "zh",
  chinese: "zh",
  中文: "zh",
};

const noName = {
  en: "A quick reply has a name and its words: - /hours: We are open from nine to six.",
  zh: "快捷回复由名称和内容组成：- /营业时间：我们九点到六点营业。",
};
const badName = (name: string) => ({
  en: `"${name}" is not a name. Use 1 to 40 letters, digits, "-" or "_", without spaces: /opening-hours.`,
  zh: `“${name}”不能作名称。请用 1 到 40 个字母、汉字、数字、“-”或“_”，不含空格：/营业时间。`,
});
const noLanguage = (tag: string) => ({
  en: `"${tag}" is not a language of Xin. Write (en) or (zh), or leave it out for both.`,
  zh: `“${tag}”不是可用的语言。请写（en）或（zh），两种都适用时可省略。`,
});
const noText = (name: string) => ({
  en: `The quick reply /${name} has no words. Write them after the colon.`,
  zh: `快捷回复 /${name} 没有内容。请写在冒号后面。`,
});
const tooLong = (length: number) => ({
  en: `A quick reply may have ${maxLength} characters; this one has ${length}.`,
  zh: `快捷回复最多 ${maxLength} 个字符，这一条有 ${length} 个。`,
});
