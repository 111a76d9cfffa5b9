import type { ErrorKind } from "#contract/error-kind.ts";
import { ActionRefused } from "../actions/action-refused.ts";

/** A change of the mail server that is refused, with a code that pages have words for in each language. */
export class MailRefused extends ActionRefused {
  readonly code: MailProblem;

  constructor(code: MailProblem, kind: ErrorKind = "invalid") {
    super({ kind, message: mailProblems[code].en });
    this.code = code;
  }
}

/** Codes of the reasons. */
export type MailProblem = keyof typeof mailProblems;

/** What to tell people, in the languages of Xin. Each names the fix. */
export const mailProblems = {
  host: {
    en: "Give the name of the mail server alone, such as mail.example.com, and a port from 1 to 65535.",
    zh: "请只填写邮件服务器的主机名，例如 mail.example.com，以及 1 到 65535 之间的端口。",
  },
  host_private: {
    en: "This server is in a private network, or at another port than 25, 465, 587 and 2525. Whoever runs Xin can allow it with XIN_SMTP_ALLOW, such as XIN_SMTP_ALLOW=10.0.0.5:25.",
    zh: "该服务器位于内部网络，或端口不是 25、465、587 和 2525。Xin 的管理者可通过 XIN_SMTP_ALLOW 放行，例如 XIN_SMTP_ALLOW=10.0.0.5:25。",
  },
  from: {
    en: "The sender must be one e-mail address, such as support@example.com.",
    zh: "发件人必须是一个邮箱地址，例如 support@example.com。",
  },
  login: {
    en: "A user name has up to 320 characters and a password up to 500, and a password needs a user name.",
    zh: "用户名最多 320 个字符，密码最多 500 个字符；填写密码时必须填写用户名。",
  },
  password_again: {
    en: "Enter the password again: it goes to no other server or user than the one it was entered for.",
    zh: "请重新输入密码：密码只用于填写时对应的服务器和用户。",
  },
  none: {
    en: "Mail goes nowhere yet. Set up a mail server first.",
    zh: "尚未配置邮件服务器。请先完成配置。",
  },
  too_soon: {
    en: "A test mail was just sent. Wait half a minute before the next one.",
    zh: "刚刚发送过测试邮件。请等待半分钟后再试。",
  },
  no_member: {
    en: "No member of the workspace has this address. A test mail goes to members alone.",
    zh: "工作区中没有成员使用这个邮箱地址。测试邮件只发给成员。",
  },
  no_address: {
    en: "You have no e-mail address that a test could go to.",
    zh: "您没有可接收测试邮件的邮箱地址。",
  },
} as const satisfies Record<string, { readonly en: string; readonly zh: string }>;
