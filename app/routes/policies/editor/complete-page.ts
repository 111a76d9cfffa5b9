import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import type { Text } from "@codemirror/state";
import type { PageWords } from "#engine/policy/page-words.ts";

/**
 * What may be meant at a place of a policy's page: settings and their values in the header, headings, what a test
 * may expect, tools, tags, and titles of sources.
 */
export const completePage = (
  words: PageWords,
  { state, pos, explicit }: CompletionContext,
): CompletionResult | null => {
  const line = state.doc.lineAt(pos);
  const before = line.text.slice(0, pos - line.from);
  const offer = (typed: string, options: readonly Completion[], validFor: RegExp) =>
    options.length === 0 || (typed === "" && !explicit && !/[:：,，、\s"“「]$/.test(before))
      ? null
      : { from: pos - typed.length, options, validFor };

  if (isInHeader(state.doc, line.number)) {
    const value = /^\s*([^:：]+?)\s*[:：]\s*(?:.*[,，、]\s*)?([^,，、]*)$/.exec(before);
    if (value === null) {
      const typed = before.trimStart();
      if (typed === "" && !explicit) return null;
      const names = words.settings.map(({ name }) => ({ label: name, apply: `${name}: ` }));
      return offer(typed, names, /^[^:：]*$/);
    }
    const [, name = "", typed = ""] = value;
    const setting = words.settings.find((one) => one.name === name.toLowerCase());
    return offer(typed, labels(setting?.values ?? []), /^[^,，、]*$/);
  }
  const heading = /^##\s+(.*)$/.exec(before);
  if (heading !== null) return offer(heading[1] ?? "", labels(words.headings), /^.*$/);
  const quoted = /(cites?|引用|tag(?:ged)?|标签)\s*(["“「])([^"”」]*)$/i.exec(before);
  if (quoted !== null) {
    const [, verb = "", open = "", typed = ""] = quoted;
    const close = closing[open] ?? open;
    const isClosed = line.text.slice(pos - line.from).startsWith(close);
    const all = /^(?:cite|引用)/i.test(verb) ? words.titles : words.tags;
    const options = all
      .filter((one) => !one.includes(close))
      .map((one) => ({ label: one, apply: isClosed ? one : one + close }));
    return offer(typed, options, /^[^"”」]*$/);
  }
  const tool = /(?:calls?|uses?|调用|使用)(?:\s+the tool|工具)?\s*(["“「]?)([a-z_]*)$/i.exec(
    before,
  );
  if (tool !== null) {
    const [, open = "", typed = ""] = tool;
    const options = words.tools.map((label) => ({ label, apply: label + (closing[open] ?? "") }));
    return offer(typed, options, /^[a-z_]*$/i);
  }
  const expectation = /^\s*[-*]\s.*["”」]\s*[,，]\s*(?:.*[,，]\s*)?([^,，"“「]*)$/.exec(before);
  if (expectation !== null && isUnder(state.doc, line.number, ["tests", "测试"])) {
    return offer(expectation[1] ?? "", labels(words.expectations), /^[^,，"“「]*$/);
  }
  return null;
};

const closing: Readonly<Record<string, string>> = { '"': '"', "“": "”", "「": "」" };

const labels = (words: readonly string[]): Completion[] => words.map((label) => ({ label }));

/** Whether a line stands between the two lines of dashes at the top. */
const isInHeader = (doc: Text, number: number): boolean => {
  if (number === 1 || doc.line(1).text.trim() !== "---") return false;
  for (let at = 2; at < number; at += 1) if (doc.line(at).text.trim() === "---") return false;
  return doc.line(number).text.trim() !== "---";
};

/** Whether a line stands in a section with one of these headings. */
const isUnder = (doc: Text, number: number, headings: readonly string[]): boolean => {
  for (let at = number; at >= 1; at -= 1) {
    const found = /^##\s+(.*?)\s*$/.exec(doc.line(at).text);
    if (found !== null) return headings.includes((found[1] ?? "").toLowerCase());
  }
  return false;
};
