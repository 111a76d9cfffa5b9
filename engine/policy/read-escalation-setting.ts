import type { NamedStep } from "#db/reads/service-hours.ts";
import { mostMinutes, mostSteps } from "../service-hours/check-service-hours.ts";
import { closestWord } from "./closest-word.ts";
import type { KnownNames } from "./known-names.ts";
import type { PolicyProblem } from "./policy-problem.ts";
import { type SettingReader, settingProblem } from "./setting-reading.ts";

/** What the whole team is called in a step. */
export const wholeTeam: readonly string[] = ["team", "全队"];

/**
 * Reads `escalation: Maya, Bo after 10 minutes, team after 1 hour`: whom a conversation goes to that waits for a
 * person. Members stand by name or e-mail. Only the first step may do without a time: it comes at once. Each
 * comes later than the one before, in minutes of open hours.
 */
export const readEscalationSetting: SettingReader<readonly NamedStep[] | null> = (
  text,
  at,
  known,
) => {
  if (/^(?:workspace|工作区)$/i.test(text)) return { value: null };
  const steps: NamedStep[] = [];
  for (const { 0: part, index } of text.matchAll(/[^,，、;；]+/g)) {
    const trimmed = part.trim();
    if (trimmed === "") continue;
    const place = {
      ...at,
      column: at.column + index + part.length - part.trimStart().length,
    };
    const read = readStep(trimmed);
    if (read === null) return settingProblem(place, noStep(trimmed));
    const { name, afterMinutes } = read;
    const last = steps.at(-1);
    if (last !== undefined && afterMinutes <= last.afterMinutes) {
      return settingProblem(place, notLater(trimmed, last.afterMinutes));
    }
    if (afterMinutes > mostMinutes) return settingProblem(place, tooLate);
    if (steps.length === mostSteps) return settingProblem(place, tooMany);
    const isTeam = wholeTeam.includes(name.toLowerCase());
    const problem = isTeam || known === null ? null : memberProblem(name, known);
    if (problem !== null) {
      const column = place.column + trimmed.indexOf(name);
      return settingProblem({ ...place, column }, problem);
    }
    steps.push({ afterMinutes, who: isTeam ? null : name });
  }
  return steps.length === 0 ? settingProblem(at, noStep(text)) : { value: steps };
};

const unit = String.raw`(minutes?|mins?|m|分钟|hours?|hrs?|h|个?小时)`;
const after = [
  new RegExp(String.raw`^(?<name>.+?)\s*(?:after|in)\s+(?<count>\d{1,6})\s*${unit}$`, "iu"),
  new RegExp(
    String.raw`^(?:after\s+)?(?<count>\d{1,6})\s*${unit}(?:后|之后|:|：)?\s*(?:给|找)?\s*(?<name>.+)$`,
    "iu",
  ),
  new RegExp(String.raw`^(?<name>.+?)\s*(?<count>\d{1,6})\s*${unit}(?:后|之后)$`, "iu"),
];

const readStep = (text: string) => {
  const words = text.replace(/\s+/g, " ");
  for (const pattern of after) {
    const match = pattern.exec(words);
    if (match === null) continue;
    const { name = "", count = "" } = match.groups ?? {};
    const inHours = /^(?:h|个?小时)/i.test(match.find((part) => unitOnly.test(part ?? "")) ?? "");
    return { name: name.trim(), afterMinutes: Number(count) * (inHours ? 60 : 1) };
  }
  // A time without a unit would be read as somebody's name.
  return /\d\s*$|^\d|\bafter\b/i.test(words) ? null : { name: words, afterMinutes: 0 };
};
const unitOnly = new RegExp(`^${unit}$`, "iu");

type Words = Pick<PolicyProblem, "en" | "zh">;

const memberProblem = (name: string, { members }: KnownNames): Words | null => {
  const wanted = name.toLowerCase();
  const named = members.filter(
    (one) => one.name.toLowerCase() === wanted || one.email.toLowerCase() === wanted,
  );
  if (named.length === 1) return null;
  if (named.length > 1) return severalSuch(name);
  const names = [...new Set([...members.map((one) => one.name), ...wholeTeam])];
  const close = closestWord(name, [...names, ...members.map(({ email }) => email)]);
  return close === null ? nobody(name, names) : didYouMean(name, close);
};

/** Members named in a message. */
const mostNamed = 10;

const nobody = (name: string, names: readonly string[]): Words => {
  const some = names.slice(0, mostNamed);
  return {
    en: `Nobody called "${name}" can answer conversations here. There are: ${some.join(", ")}.`,
    zh: `这里没有能回复会话的“${name}”。现有：${some.join("、")}。`,
  };
};
const didYouMean = (name: string, close: string): Words => ({
  en: `Nobody called "${name}" can answer conversations here. Did you mean "${close}"?`,
  zh: `这里没有能回复会话的“${name}”。您是想写“${close}”吗？`,
});
const severalSuch = (name: string): Words => ({
  en: `Several members are called "${name}". Write the e-mail address of the one you mean.`,
  zh: `有多位成员叫“${name}”。请写其电子邮箱。`,
});
const noStep = (text: string): Words => ({
  en: `"${text}" is no step. Write who, and after how long: Maya after 5 minutes, team after 30 minutes.`,
  zh: `“${text}”不是升级步骤。请写给谁、多久之后：5 分钟后 小李、30 分钟后 全队。`,
});
const notLater = (text: string, minutes: number): Words => ({
  en: `"${text}" does not come later than the step before, which is after ${minutes} minutes. Write a longer time.`,
  zh: `“${text}”不晚于前一步（${minutes} 分钟后）。请写更长的时间。`,
});
const tooLate: Words = {
  en: `A step comes at most ${mostMinutes} minutes (a week) after nobody answered. Write a shorter time.`,
  zh: `每一步最晚在无人回复 ${mostMinutes} 分钟（一周）之后。请写更短的时间。`,
};
const tooMany: Words = {
  en: `There are at most ${mostSteps} steps. Remove some.`,
  zh: `最多 ${mostSteps} 步。请删除一些。`,
};
