import type { ErrorKind } from "#contract/error-kind.ts";
import { ActionRefused } from "../actions/action-refused.ts";

/** A change of the connection that is refused, with a code that pages have words for in each language. */
export class CrmRefused extends ActionRefused {
  readonly code: CrmProblem;

  constructor(code: CrmProblem, kind: ErrorKind = "invalid") {
    super({ kind, message: crmProblems[code].en });
    this.code = code;
  }
}

/** Codes of the reasons. */
export type CrmProblem = keyof typeof crmProblems;

/** What to tell people, in the languages of Xin. Each names the fix. */
export const crmProblems = {
  url: {
    en: "The address must be the base URL of the system, such as https://shop.example.com/xin, without a user name, a question mark or a #.",
    zh: "地址必须是系统的基础网址，例如 https://shop.example.com/xin，且不含用户名、问号或 #。",
  },
  url_private: {
    en: "This address is in a private network, or at another port than 80 and 443. Whoever runs Xin can allow it with XIN_CRM_ALLOW, such as XIN_CRM_ALLOW=10.0.0.5:8080.",
    zh: "该地址位于内部网络，或端口不是 80 和 443。Xin 的管理者可通过 XIN_CRM_ALLOW 放行，例如 XIN_CRM_ALLOW=10.0.0.5:8080。",
  },
  key: {
    en: "A key has up to 500 letters, digits and signs, without spaces. Copy it again.",
    zh: "密钥最多 500 个字母、数字和符号，不含空格。请重新复制。",
  },
  key_again: {
    en: "The address leads to another server. Enter the key again, so that no key goes to a server it was not meant for.",
    zh: "地址指向另一台服务器。请重新输入密钥，以免密钥发送到错误的服务器。",
  },
  number: {
    en: "A number has 1 to 64 letters, digits and hyphens, such as 1042 or A-1042.",
    zh: "编号为 1 到 64 个字母、数字或连字符，例如 1042 或 A-1042。",
  },
  none: {
    en: "No system is connected.",
    zh: "尚未连接任何系统。",
  },
} as const satisfies Record<string, { readonly en: string; readonly zh: string }>;
