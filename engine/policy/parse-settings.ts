import type { Locale } from "#contract/ids.ts";
import type { Mode } from "#contract/mode.ts";
import { closestWord } from "./closest-word.ts";
import type { KnownNames } from "./known-names.ts";
import { defaultSettings, type PolicySettings } from "./policy.ts";
import type { PolicyProblem } from "./policy-problem.ts";
import { readBudgetSetting } from "./read-budget-setting.ts";
import { readEscalationSetting, wholeTeam } from "./read-escalation-setting.ts";
import { hoursExamples, readHoursSetting } from "./read-hours-setting.ts";
import { readToolsSetting } from "./read-tools-setting.ts";
import { readRetrievalSetting } from "./read-retrieval-setting.ts";
import { toolNames } from "./tool-names.ts";
import { type SettingReader, settingProblem } from "./setting-reading.ts";

/** A line of the header with its number in the page. */
export type HeaderLine = { readonly line: number; readonly text: string };

/**
 * Reads the header of a policy page. Every problem is reported, not only the first. `known` is what the
 * page may name; without it, names are not looked up: a stored page was checked when it was saved.
 */
export const parseSettings = (
  lines: readonly HeaderLine[],
  known: KnownNames | null = null,
): { readonly settings: PolicySettings; readonly problems: readonly PolicyProblem[] } => {
  const problems: PolicyProblem[] = [];
  const found = new Map<SettingName, { readonly line: number; readonly value: unknown }>();
  for (const { line, text } of lines) {
    if (text.trim() === "") continue;
    const match = /^(\s*)([^:：]*?)(\s*[:：]\s*)(.*?)\s*$/.exec(text);
    if (match === null) {
      problems.push({ line, column: indent(text), ...noColon(text.trim()) });
      continue;
    }
    const [, space = "", rawName = "", colon = "", value = ""] = match;
    const place = { line, column: space.length + 1 };
    const name = settingName(rawName);
    const earlier = name === undefined ? undefined : found.get(name);
    if (name === undefined) {
      problems.push({ ...place, ...unknownSetting(rawName) });
    } else if (earlier !== undefined) {
      problems.push({ ...place, ...setTwice(rawName, earlier.line) });
    } else {
      const at = { line, column: space.length + rawName.length + colon.length + 1 };
      const result = readers[name](value, at, known);
      if ("problem" in result) problems.push(result.problem);
      found.set(name, { line, value: "problem" in result ? undefined : result.value });
    }
  }
  const given = [...found].filter(([, { value }]) => value !== undefined);
  const settings = {
    ...defaultSettings,
    ...Object.fromEntries(given.map(([name, { value }]) => [name, value])),
  };
  return { settings, problems };
};

/** What a setting is called in the program, by its name in either language; undefined when there is none. */
export const settingName = (written: string): SettingName | undefined =>
  names.get(written.toLowerCase());

/** A setting of the header, and what may stand behind its colon. Empty where anything may. */
export type SettingWords = {
  readonly name: string;
  readonly values: readonly string[];
};

/** The settings by their names in either language, with the values that may be named, for who writes a page. */
export const settingWords = (known: KnownNames): readonly SettingWords[] => {
  const versions = Array.from({ length: known.retrieval }, (_, n) => `r${known.retrieval - n}`);
  const values: Partial<Record<SettingName, readonly string[]>> = {
    mode: Object.keys(modes),
    languages: Object.keys(languages),
    model: known.models,
    models: known.models,
    retrieval: ["published", "已发布", ...versions],
    tools: toolNames,
    hours: hoursExamples(known.timeZone),
    escalation: [...known.members.map(({ name }) => name), ...wholeTeam],
  };
  return [...names].map(([name, setting]) => ({ name, values: values[setting] ?? [] }));
};

type SettingName = keyof PolicySettings;
type Readers = { readonly [Name in SettingName]: SettingReader<PolicySettings[Name]> };

const names = new Map<string, SettingName>([
  ["mode", "mode"],
  ["模式", "mode"],
  ["languages", "languages"],
  ["语言", "languages"],
  ["threshold", "threshold"],
  ["阈值", "threshold"],
  ["model", "model"],
  ["模型", "model"],
  ["models", "models"],
  ["模型顺序", "models"],
  ["links", "links"],
  ["链接", "links"],
  ["retrieval", "retrieval"],
  ["检索", "retrieval"],
  ["budget", "budget"],
  ["预算", "budget"],
  ["tools", "tools"],
  ["工具", "tools"],
  ["hours", "hours"],
  ["服务时间", "hours"],
  ["escalation", "escalation"],
  ["升级", "escalation"],
]);

const modes: Readonly<Record<string, Mode>> = {
  off: "off",
  shadow: "shadow",
  draft: "draft",
  auto: "auto",
  关闭: "off",
  影子: "shadow",
  草稿: "draft",
  自动: "auto",
};

const languages: Readonly<Record<string, Locale>> = {
  en: "en",
  english: "en",
  英文: "en",
  英语: "en",
  zh: "zh",
  chinese: "zh",
  中文: "zh",
};

const readers: Readers = {
  mode: (text, at) => {
    const value = modes[text.toLowerCase()];
    if (value !== undefined) return { value };
    return settingProblem(at, {
      en: `"${text}" is not a mode. Write off, shadow, draft or auto.`,
      zh: `“${text}”不是模式。请写 关闭、影子、草稿 或 自动。`,
    });
  },
  languages: (text, at) => {
    const parts = listOf(text);
    const unknown = parts.find((part) => languages[part.toLowerCase()] === undefined);
    if (parts.length > 0 && unknown === undefined) {
      const value = parts.flatMap((part) => languages[part.toLowerCase()] ?? []);
      return { value: [...new Set(value)] };
    }
    return settingProblem(at, {
      en: `"${unknown ?? text}" is not a language of Xin. Write en, zh or both: "en, zh".`,
      zh: `“${unknown ?? text}”不是可用的语言。请写 en、zh，或两者：“en, zh”。`,
    });
  },
  threshold: (text, at) => {
    const percent = /^(\d+(?:\.\d+)?)\s*[%％]$/.exec(text);
    const share = percent
      ? Number(percent[1]) / 100
      : /^\d*\.?\d+$/.test(text)
        ? Number(text)
        : NaN;
    if (share >= 0 && share <= 1) return { value: share };
    return settingProblem(at, {
      en: `"${text}" is not a threshold. Write a share such as 70% or 0.7.`,
      zh: `“${text}”不是阈值。请写比例，例如 70% 或 0.7。`,
    });
  },
  model: (text, at) => {
    if (/^\S{1,100}$/.test(text)) return { value: text };
    return settingProblem(at, {
      en: "A model name has no spaces and at most 100 characters. Leave the line out to use the usual model.",
      zh: "模型名称不能有空格，最多 100 个字符。删除这一行即使用默认模型。",
    });
  },
  models: (text, at, known) => {
    const given = [...new Set(listOf(text.replace(/^\[(.*)\]$/, "$1")))];
    if (given.length === 0) return settingProblem(at, noModels);
    const unknown = given.find(
      (name) => known !== null && ![...known.models, builtIn].includes(name),
    );
    if (unknown === undefined) return { value: given };
    return settingProblem(at, unknownModel(unknown, known?.models ?? []));
  },
  links: (text, at) => {
    const hosts = listOf(text).map((host) => host.toLowerCase());
    const wrong = hosts.find((host) => !/^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/.test(host));
    if (hosts.length > 0 && hosts.length <= 50 && wrong === undefined) return { value: hosts };
    return settingProblem(at, {
      en: `"${wrong ?? text}" is not a host name. Write names such as help.example.com, parted by commas.`,
      zh: `“${wrong ?? text}”不是主机名。请写类似 help.example.com 的名称，用逗号分隔。`,
    });
  },
  retrieval: readRetrievalSetting,
  budget: readBudgetSetting,
  tools: readToolsSetting,
  hours: readHoursSetting,
  escalation: readEscalationSetting,
};

const listOf = (text: string) =>
  text
    .split(/[,，、]/)
    .map((part) => part.trim())
    .filter((part) => part !== "");

const indent = (text: string) => text.length - text.trimStart().length + 1;

const noColon = (text: string) => ({
  en: `"${text}" is not a setting. Write "name: value", or "---" when the settings end here.`,
  zh: `“${text}”不是设置。请写“名称: 值”，若设置到此结束请写“---”。`,
});

const unknownSetting = (name: string) => {
  const close = closestWord(name, [...names.keys()]);
  return close === null
    ? {
        en: `There is no setting "${name}". The settings are mode, languages, threshold, model, models, links, retrieval, budget, tools, hours and escalation.`,
        zh: `没有“${name}”这个设置。可用的设置：模式、语言、阈值、模型、模型顺序、链接、检索、预算、工具、服务时间、升级。`,
      }
    : {
        en: `There is no setting "${name}". Did you mean "${close}"?`,
        zh: `没有“${name}”这个设置。您是想写“${close}”吗？`,
      };
};

/** The built-in model, which is asked last in any case; alone, it is the only one asked. */
const builtIn = "xin";

const noModels = {
  en: 'Name at least one model: "models: fast, careful". Leave the line out to use the workspace\'s order.',
  zh: "请至少写一个模型：“模型顺序: fast, careful”。删除这一行即使用工作区的顺序。",
};

const unknownModel = (name: string, known: readonly string[]) => {
  const close = closestWord(name, [...known, builtIn]);
  const all = [...known, builtIn].join(", ");
  return close === null
    ? {
        en: `There is no model "${name}". There are: ${all}. Owners add models under Settings, Models.`,
        zh: `没有“${name}”这个模型。现有：${all}。所有者可在“设置 › 模型”中添加。`,
      }
    : {
        en: `There is no model "${name}". Did you mean "${close}"?`,
        zh: `没有“${name}”这个模型。您是想写“${close}”吗？`,
      };
};

const setTwice = (name: string, line: number) => ({
  en: `"${name}" is already set on line ${line}. Keep one of the two.`,
  zh: `“${name}”在第 ${line} 行已经设置过。请只保留一个。`,
});
