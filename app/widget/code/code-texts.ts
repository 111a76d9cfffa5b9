/** English texts of entering a code. */
const en = {
  title: "Confirm your e-mail address",
  ask: (address: string) => `Six-digit code sent to ${address}`,
  enter: "Confirm",
  again: "Send another",
  incomplete: "The code has six digits.",
  wrong: (left: number) =>
    left === 1 ? "Wrong code. You have 1 try left." : `Wrong code. You have ${left} tries left.`,
  expired: "This code is no longer valid. Have another one sent.",
  locked: "Too many wrong codes. Have another one sent.",
  wait: (time: string) => `Another code can be sent at ${time}.`,
  failed: "That did not work. Try again.",
  done: (address: string) => `${address} is confirmed`,
};

/** The texts of one language. */
export type CodeTexts = typeof en;

/** Chinese texts of entering a code. */
const zh: CodeTexts = {
  title: "确认您的邮箱",
  ask: (address) => `六位验证码已发送至 ${address}`,
  enter: "确认",
  again: "重新发送",
  incomplete: "验证码为六位数字。",
  wrong: (left) => `验证码不正确，还可尝试 ${left} 次。`,
  expired: "验证码已失效，请重新发送。",
  locked: "错误次数过多，请重新发送验证码。",
  wait: (time) => `${time} 之后可以重新发送。`,
  failed: "操作失败，请重试。",
  done: (address) => `${address} 已确认`,
};

/** The texts by language. */
export const codeTexts = { en, zh };
