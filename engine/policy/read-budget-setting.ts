import { type SettingReader, settingProblem } from "./setting-reading.ts";

/** Most a page may allow for one conversation, in US dollars. More is a slip of the pen. */
const mostUsd = 100;

/**
 * Reads `budget: $0.02 a conversation`: what the models may cost in one conversation, in US dollars. The
 * workspace's own limit holds as well, the smaller of the two decides.
 */
export const readBudgetSetting: SettingReader<number | null> = (text, at) => {
  const match = budgetPattern.exec(text);
  const usd = Number(match?.[1] ?? match?.[2] ?? Number.NaN);
  if (Number.isNaN(usd)) {
    return settingProblem(at, {
      en: `"${text}" is not a budget. Write what a conversation may cost: $0.02 a conversation.`,
      zh: `“${text}”不是预算。请写一个会话的费用上限：每个会话 $0.02。`,
    });
  }
  if (usd <= mostUsd) return { value: usd };
  return settingProblem(at, {
    en: `$${usd} is more than a conversation may cost. At most $${mostUsd} are possible.`,
    zh: `$${usd} 超出一个会话的上限，最多 $${mostUsd}。`,
  });
};

const amount = String.raw`(?:US)?\$?\s*(\d+(?:\.\d+)?)\s*(?:usd|dollars?|美元)?`;
const budgetPattern = new RegExp(
  String.raw`^(?:${amount}(?:\s*(?:\/|an?|each|per|每个?)\s*(?:conversation|会话|对话))?|每个?(?:会话|对话)\s*${amount})$`,
  "i",
);
