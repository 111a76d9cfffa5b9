import type { MailFailure } from "./send-mail.ts";

/** Why a mail did not go out and what to do about it, in the languages of Xin. */
export const mailFailures: Readonly<
  Record<MailFailure, { readonly en: string; readonly zh: string }>
> = {
  unreachable: {
    en: "The mail server cannot be reached. Check its name and port, and that it is up.",
    zh: "无法连接邮件服务器。请检查主机名和端口，以及服务器是否在运行。",
  },
  address_private: {
    en: "The name leads into a private network. Whoever runs Xin can allow it with XIN_SMTP_ALLOW.",
    zh: "该主机名指向内部网络。Xin 的管理者可通过 XIN_SMTP_ALLOW 放行。",
  },
  timeout: {
    en: "The mail server did not answer within 20 seconds. A server that wants TLS from the start is silent when STARTTLS is chosen: try the other one.",
    zh: "邮件服务器在 20 秒内没有响应。如果服务器从一开始就要求 TLS，而这里选择了 STARTTLS，它会保持沉默：请换另一种加密方式。",
  },
  no_tls: {
    en: "No encrypted connection came about. Choose STARTTLS for port 587 or 25, and TLS from the start for port 465.",
    zh: "无法建立加密连接。587 或 25 端口请选择 STARTTLS，465 端口请选择从一开始就使用 TLS。",
  },
  certificate: {
    en: "The certificate of the mail server is not valid for this name. Enter the name that stands in the certificate, or renew it.",
    zh: "邮件服务器的证书对该主机名无效。请填写证书中的主机名，或更新证书。",
  },
  login: {
    en: "The mail server refuses the user name or the password. Many providers want an app password here.",
    zh: "邮件服务器拒绝了用户名或密码。许多服务商要求在此使用应用专用密码。",
  },
  sender: {
    en: "The mail server lets this user send nothing from this address. Enter an address that belongs to the user.",
    zh: "邮件服务器不允许该用户使用此发件地址。请填写属于该用户的地址。",
  },
  recipient: {
    en: "The mail server does not take mail for this recipient.",
    zh: "邮件服务器不接收发给该收件人的邮件。",
  },
  later: {
    en: "The mail server takes no mail just now. Try again in some minutes.",
    zh: "邮件服务器暂时不接收邮件。请几分钟后再试。",
  },
  refused: {
    en: "The mail server refuses the mail. What it says is beside this; look at its log.",
    zh: "邮件服务器拒绝了邮件。其说明附在旁边；请查看其日志。",
  },
  protocol: {
    en: "What answers there is no mail server. Check the port: 465, 587 or 25.",
    zh: "对方不是邮件服务器。请检查端口：465、587 或 25。",
  },
};
