import { detectLanguage } from "#engine/knowledge/extraction/detect-language.ts";
import type { IndexDocument } from "#engine/knowledge/index-now.ts";

/** Documents of one passage each, with numbered titles. */
export const documentsOf = (...texts: readonly string[]): IndexDocument[] =>
  texts.map((text, index) => {
    const title = `Article ${index + 1}`;
    const lang = detectLanguage(text);
    const chunk = { title, heading: "", text, lang, anchor: null, page: null };
    const filename = `article-${index + 1}.md`;
    const content = Buffer.from(text);
    return { title, url: null, lang, filename, mime: "text/markdown", content, chunks: [chunk] };
  });
