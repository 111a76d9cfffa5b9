import type { CrmFailure } from "./fetch-record.ts";

/** Why a record could not be read and what to do about it, in the languages of Xin. */
export const crmFailures: Readonly<
  Record<CrmFailure, { readonly en: string; readonly zh: string }>
> = {
  absent: {
    en: "The system answers, and has no record of this number.",
    zh: "系统有响应，但没有这个编号的记录。",
  },
  timeout: {
    en: "The system did not answer within 4 seconds. Make it faster, or let it answer from a cache.",
    zh: "系统在 4 秒内没有响应。请提高其速度，或使用缓存。",
  },
  unreachable: {
    en: "The system cannot be reached. Check that the address is right and the server is up.",
    zh: "无法连接该系统。请检查地址是否正确、服务器是否在运行。",
  },
  address_private: {
    en: "The address leads into a private network. Whoever runs Xin can allow it with XIN_CRM_ALLOW.",
    zh: "该地址指向内部网络。Xin 的管理者可通过 XIN_CRM_ALLOW 放行。",
  },
  unauthorized: {
    en: "The system refuses the key. Enter it again.",
    zh: "系统拒绝了密钥。请重新输入。",
  },
  refused: {
    en: "The system refuses the request or has an error of its own. Look at its log.",
    zh: "系统拒绝了请求，或自身出错。请查看其日志。",
  },
  redirected: {
    en: "The system sends the request elsewhere. Enter the address it leads to: redirects are not followed.",
    zh: "系统将请求转到了别处。请填写最终地址：不会跟随跳转。",
  },
  too_large: {
    en: "The answer is longer than 64 KB. Answer one record, with the agreed fields.",
    zh: "响应超过 64 KB。请只返回一条记录的约定字段。",
  },
  not_json: {
    en: "The answer is no JSON, or is not sent as application/json.",
    zh: "响应不是 JSON，或未以 application/json 发送。",
  },
  shape: {
    en: "The answer is no record of the agreed shape: number, email and status are needed, all of them as texts. The help page has an example.",
    zh: "响应不符合约定的格式：必须有 number、email 和 status，且均为文本。帮助页面有示例。",
  },
  other_record: {
    en: "The system answers with another record than the one asked for. Its number must be the one in the address.",
    zh: "系统返回的不是所请求的记录。其编号必须与地址中的一致。",
  },
};
