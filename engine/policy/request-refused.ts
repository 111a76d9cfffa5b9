import { ActionRefused } from "../actions/action-refused.ts";
import type { ErrorKind } from "#contract/error-kind.ts";

/** A request for a second person that cannot be made or settled, with a code that pages have words for. */
export class RequestRefused extends ActionRefused {
  readonly code: RequestProblem;

  constructor(code: RequestProblem) {
    super({ kind: requestProblems[code].kind, message: requestProblems[code].en });
    this.code = code;
  }
}

/** Codes of the reasons. */
export type RequestProblem = keyof typeof requestProblems;

/** What to tell people, in the languages of Xin. Each names the fix. */
export const requestProblems = {
  gone: {
    kind: "not_found",
    en: "There is no such request.",
    zh: "没有这个请求。",
  },
  waits: {
    kind: "conflict",
    en: "The same version waits for a second person already. Ask a colleague to look at it, or withdraw that request first.",
    zh: "同一版本已在等待第二人批准。请让同事查看，或先撤回该请求。",
  },
  own: {
    kind: "forbidden",
    en: "You asked for this yourself, or with a token you made. Ask a colleague who may publish to approve it.",
    zh: "这是您自己（或用您创建的令牌）提出的请求。请让有发布权限的同事批准。",
  },
  person: {
    kind: "forbidden",
    en: "A second person approves or declines. Sign in to Xin as a member who may publish.",
    zh: "批准或拒绝须由第二人作出。请以有发布权限的成员身份登录 Xin。",
  },
  not_yours: {
    kind: "forbidden",
    en: "Only whoever asked can withdraw a request. Decline it instead.",
    zh: "只有提出请求的人可以撤回。您可以拒绝它。",
  },
  asker: {
    kind: "conflict",
    en: "Whoever asked may not publish any more. Decline this, and ask for it yourself if it is still wanted.",
    zh: "提出请求的人已没有发布权限。请拒绝该请求；如仍需要，请由您自己提出。",
  },
  settled: {
    kind: "conflict",
    en: "Somebody was faster: this request is approved, declined or withdrawn already. Look again.",
    zh: "有人更快一步：该请求已被批准、拒绝或撤回。请重新查看。",
  },
  overtaken: {
    kind: "conflict",
    en: "A pointer has moved since this was asked for, so it would change something else than was looked at. Look at what answers now, then ask again.",
    zh: "提出请求之后指针已移动，批准所改变的将不是当时查看的内容。请查看现在由哪个版本回复，然后重新提出。",
  },
  words: {
    kind: "invalid",
    en: "Say in 1 to 500 characters why you decline; an approval may have up to 500.",
    zh: "请用 1 至 500 个字符说明拒绝的原因；批准时可附最多 500 个字符。",
  },
} as const satisfies Record<
  string,
  { readonly kind: ErrorKind; readonly en: string; readonly zh: string }
>;
