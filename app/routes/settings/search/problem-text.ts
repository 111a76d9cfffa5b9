import type { Locale } from "#contract/ids.ts";
import { toWireError } from "#engine/actions/wire-error.ts";
import { embeddingProblems } from "#engine/knowledge/embedding/embedding-problems.ts";
import { EmbeddingRefused } from "#engine/knowledge/embedding/embedding-refused.ts";

/** Why an act on search models was refused, in the reader's language; null for what is no refusal. */
export const problemText = (error: unknown, locale: Locale): string | null => {
  if (error instanceof EmbeddingRefused) {
    const { reason, detail } = error;
    const text = embeddingProblems[reason][locale];
    return detail === null ? text : `${text} (${detail})`;
  }
  const { kind, message } = toWireError(error);
  if (kind === "internal") return null;
  if (kind === "conflict" || kind === "not_found" || kind === "forbidden") {
    return problems[kind][locale];
  }
  return kind === "invalid" ? problems.invalid[locale] : message;
};

const problems = {
  conflict: {
    en: "This model is in use already, is not complete yet, or another one is being built. Look at the list; delete what you do not want first.",
    zh: "该模型已在使用、尚未构建完成，或另一个模型正在构建。请查看列表，并先删除不需要的模型。",
  },
  not_found: {
    en: "It is not in this workspace any more. Load the page again.",
    zh: "它已不在此工作区中。请重新加载页面。",
  },
  forbidden: {
    en: "Your role may not do this. Keys are stored by owners alone.",
    zh: "您的角色无权进行此操作。只有所有者可以保存密钥。",
  },
  invalid: {
    en: "Give the base of an API, such as https://api.openai.com/v1, without a user name, a question mark or a #, the model's name, and a whole number of dimensions from 1 to 4096.",
    zh: "请填写接口的基础网址（例如 https://api.openai.com/v1，不含用户名、问号或 #）、模型名称，以及 1 到 4096 的整数维数。",
  },
} as const;
