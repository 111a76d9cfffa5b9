import type { ErrorKind } from "#contract/error-kind.ts";
import { ActionRefused } from "../actions/action-refused.ts";

/** A change of models or budgets that is refused, with a code that pages have words for in each language. */
export class ModelRefused extends ActionRefused {
  readonly code: ModelProblem;

  constructor(code: ModelProblem, kind: ErrorKind = "invalid") {
    super({ kind, message: modelProblems[code].en });
    this.code = code;
  }
}

/** Codes of the reasons. */
export type ModelProblem = keyof typeof modelProblems;

/** What to tell people, in the languages of Xin. Each names the fix. */
export const modelProblems = {
  name: {
    en: "A name has 1 to 32 small letters, digits and hyphens, such as fast or local-llama, and begins with a letter or digit. xin and installation are taken.",
    zh: "名称为 1 到 32 个小写字母、数字或连字符，例如 fast 或 local-llama，并以字母或数字开头。xin 和 installation 已被占用。",
  },
  name_taken: {
    en: "Another model has this name. Choose another one.",
    zh: "已有模型使用此名称。请换一个。",
  },
  url: {
    en: "The address must be the base URL of a chat API, such as https://api.openai.com/v1, without a user name, a question mark or a #.",
    zh: "地址必须是聊天 API 的基础网址，例如 https://api.openai.com/v1，且不含用户名、问号或 #。",
  },
  url_private: {
    en: "This address is in a private network, or at another port than 80 and 443. Whoever runs Xin can allow it with XIN_MODEL_ALLOW, such as XIN_MODEL_ALLOW=127.0.0.1:11434.",
    zh: "该地址位于内部网络，或端口不是 80 和 443。Xin 的管理者可通过 XIN_MODEL_ALLOW 放行，例如 XIN_MODEL_ALLOW=127.0.0.1:11434。",
  },
  model: {
    en: "Give the model's name as its provider writes it: 1 to 100 characters without spaces.",
    zh: "请填写提供方使用的模型名称：1 到 100 个字符，不含空格。",
  },
  key: {
    en: "An API key has up to 500 letters, digits and signs, without spaces. Copy it again.",
    zh: "API 密钥最多 500 个字母、数字和符号，不含空格。请重新复制。",
  },
  key_again: {
    en: "The address leads to another server. Enter the key again, so that no key goes to a server it was not meant for.",
    zh: "地址指向另一台服务器。请重新输入密钥，以免密钥发送到错误的服务器。",
  },
  price: {
    en: "Give both prices in US dollars for a million tokens, from 0 to 10,000, or leave both empty.",
    zh: "请同时填写两个价格（每百万 token 的美元价，0 到 10,000），或都留空。",
  },
  times: {
    en: "The first word may take 0.5 to 60 seconds, the whole answer 1 to 300, and longer than the first word.",
    zh: "首字时间为 0.5 到 60 秒，整个回答为 1 到 300 秒，且须大于首字时间。",
  },
  limits: {
    en: "Calls at the same time are 1 to 256, and calls in a minute 1 to 10,000.",
    zh: "同时调用数为 1 到 256，每分钟调用数为 1 到 10,000。",
  },
  too_many: {
    en: "There are 20 models already. Delete one that is not used.",
    zh: "已有 20 个模型。请先删除不用的模型。",
  },
  order: {
    en: "The order must name every model exactly once. Load the page again: somebody changed the list.",
    zh: "顺序必须恰好包含每个模型一次。列表已被他人修改，请重新加载页面。",
  },
  not_found: {
    en: "There is no such model.",
    zh: "没有这个模型。",
  },
  named_by_policy: {
    en: "The policy that answers visitors names this model. Take it out of the policy first.",
    zh: "正在回答访客的策略使用了此模型。请先从策略中移除。",
  },
  budget: {
    en: "A budget is 0 to 1,000,000 US dollars, and a limit of calls a whole number from 0 to 1,000,000. Leave it empty for no limit.",
    zh: "预算为 0 到 1,000,000 美元，调用上限为 0 到 1,000,000 的整数。留空表示不限。",
  },
} as const satisfies Record<string, { readonly en: string; readonly zh: string }>;
