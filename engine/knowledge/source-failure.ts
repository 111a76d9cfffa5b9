import { Data } from "effect";
import { webFailureTexts } from "./web/web-failure.ts";

/**
 * Why a source cannot be used, for good: trying the same bytes again gives the same answer.
 * `detail` adds what only this source shows, such as a number of pages; plain English, no content.
 */
export class SourceFailure extends Data.TaggedError("SourceFailure")<{
  readonly reason: FailureReason;
  readonly detail: string | null;
  /** A place in the source, such as a row of a CSV file, from 1. */
  readonly at: number | null;
}> {
  constructor(failure: {
    readonly reason: FailureReason;
    readonly detail: string | null;
    readonly at?: number;
  }) {
    super({ at: null, ...failure });
  }
}

/** Codes of the reasons, as stored in xin.sources.failure_reason. */
export type FailureReason = keyof typeof failureTexts;

/** What to tell people about a stored reason, in their language. A code of a newer version of Xin reads as `internal`. */
export const failureText = (code: string, locale: "en" | "zh", at: number | null): string => {
  const known: FailureReason = code in failureTexts ? (code as FailureReason) : "internal";
  return failureTexts[known][locale].replace("{at}", at === null ? "?" : String(at));
};

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
    en: "The file is locked with a password. Save it without one and add it again.",
    zh: "文件设有密码。请另存为没有密码的文件后重新添加。",
  },
  broken: {
    en: "The file is damaged or incomplete. Open it on your computer, save it again, and add the new copy.",
    zh: "文件已损坏或不完整。请在电脑上打开并重新保存，再添加新的副本。",
  },
  unsupported: {
    en: "This kind of file cannot be read. Add PDF, Word (docx), HTML, Markdown, CSV or plain text.",
    zh: "无法读取这种文件。请添加 PDF、Word（docx）、HTML、Markdown、CSV 或纯文本文件。",
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
  csv_quote: {
    en: "Row {at} has a quote that does not end. The rows before it answer; mend that row and replace the file for the rest.",
    zh: "第 {at} 行的引号没有正确结束。它之前的各行已可用于回答；请修正该行并替换文件，以加入其余内容。",
  },
  archive: {
    en: "It is an archive of several files. Add it as a zip file, or unpack it and add what is in it.",
    zh: "这是包含多个文件的压缩包。请以 zip 方式添加，或解压后添加其中的文件。",
  },
  nested_archive: {
    en: "It is an archive inside an archive. Unpack it and add what is in it.",
    zh: "这是压缩包中的压缩包。请解压后添加其中的文件。",
  },
  unpacks_too_large: {
    en: "It unpacks to far more than it may. Unpack it yourself and add the files you need.",
    zh: "解压后的内容远超上限。请自行解压，只添加需要的文件。",
  },
  too_many_files: {
    en: "It holds more than 1,000 files. Split it into smaller archives.",
    zh: "其中的文件超过 1000 个。请拆分成较小的压缩包。",
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
  no_vectors: {
    en: "The embedding model did not take it. Check the model's settings, then try again.",
    zh: "向量模型未能处理。请检查模型设置，然后重试。",
  },
  internal: {
    en: "Something went wrong on our side, several times in a row. Try again later.",
    zh: "我们这边多次出错。请稍后重试。",
  },
} as const satisfies Record<string, { readonly en: string; readonly zh: string }>;
