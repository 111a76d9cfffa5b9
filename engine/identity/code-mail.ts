import type { Locale } from "#contract/ids.ts";

/** How long a code can be entered, in seconds. */
export const codeSeconds = 600;

/** The mail with a code. It has no link: nobody learns to follow one. */
export const codeMail = (
  locale: Locale,
  workspace: string,
  code: string,
): { readonly subject: string; readonly text: string } => {
  const minutes = codeSeconds / 60;
  return locale === "zh"
    ? {
        subject: `您的验证码：${code}`,
        text: `您在${workspace}的在线咨询中需要验证邮箱。\n\n验证码：${code}\n\n请在聊天窗口中输入，${minutes} 分钟内有效。请勿告诉任何人，我们的客服也不会向您索取。\n\n如果不是您本人操作，请忽略此邮件。`,
      }
    : {
        subject: `Your code: ${code}`,
        text: `In the chat with ${workspace} you were asked to prove your e-mail address.\n\nYour code: ${code}\n\nEnter it in the chat within ${minutes} minutes. Tell it to nobody: nobody of ${workspace} will ask you for it.\n\nIf this was not you, ignore this mail.`,
      };
};
