import { Data } from "effect";
import { webFailureTexts } from "./web/web-failure.ts";

/**
 * Why a source cannot be used, for good: trying the same bytes again gives the same answer.
 * `detail` adds what only this source shows, such as a number of pages; plain English, no content.
 */
export class SourceFailure extends Data.TaggedError("SourceFailure")<{
  readonly reason: FailureReason;
  readonly detail: string | null;
}> {}

/** Codes of the reasons, as stored in xin.sources.failure_reason. */
export type FailureReason = keyof typeof failureTexts;

/** What to tell people, in the languages of Xin. */
export const failureTexts = {
  ...webFailureTexts,
  empty: {
    en: "There is no text in it. Add a file that has some.",
    zh: "里面没有文字。请添加有文字内容的文件。",
  },
  no_text: {
    en: "The pages are pictures without text. Run text recognition (OCR) on the PDF and add it again.",
    zh: "页面是没有文字的图片。请先对 PDF 进行文字识别（OCR），再重新添加。",
  },
  encrypted: {
    en: "The PDF is locked with a password. Save it without one and add it again.",
    zh: "PDF 设有密码。请另存为没有密码的文件后重新添加。",
  },
  broken: {
    en: "The file is damaged or incomplete. Open it on your computer, save it again, and add the new copy.",
    zh: "文件已损坏或不完整。请在电脑上打开并重新保存，再添加新的副本。",
  },
  unsupported: {
    en: "This kind of file cannot be read. Add PDF, HTML, Markdown or plain text.",
    zh: "无法读取这种文件。请添加 PDF、HTML、Markdown 或纯文本文件。",
  },
  encoding: {
    en: "The text is in an encoding that cannot be recognised. Save it as UTF-8 and add it again.",
    zh: "无法识别文字的编码。请另存为 UTF-8 后重新添加。",
  },
  too_large: {
    en: "It is larger than 20 MB. Split it into smaller files.",
    zh: "文件超过 20 MB。请拆分成较小的文件。",
  },
  too_many_pages: {
    en: "It has more than 2,000 pages. Split it into smaller files.",
    zh: "超过 2000 页。请拆分成较小的文件。",
  },
  too_long: {
    en: "It has more text than one source may hold. Split it into smaller files.",
    zh: "文字超过单个来源的上限。请拆分成较小的文件。",
  },
  timeout: {
    en: "Reading it took too long. Split it into smaller files, or save it in a simpler form.",
    zh: "读取时间过长。请拆分成较小的文件，或另存为更简单的格式。",
  },
  too_complex: {
    en: "Reading it needs too much memory. Split it into smaller files, or save it in a simpler form.",
    zh: "读取所需内存过多。请拆分成较小的文件，或另存为更简单的格式。",
  },
  knowledge_full: {
    en: "The knowledge base is full. Delete sources you no longer need, then try again.",
    zh: "知识库已满。请删除不再需要的来源，然后重试。",
  },
  internal: {
    en: "Something went wrong on our side, several times in a row. Try again later.",
    zh: "我们这边多次出错。请稍后重试。",
  },
} as const satisfies Record<string, { readonly en: string; readonly zh: string }>;
