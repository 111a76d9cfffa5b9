import type { Citation } from "#contract/conversation-event.ts";
import { safeUrl } from "../view/rich-text.ts";
import { element, outwardLink } from "../element.ts";
import type { EvidenceTexts } from "./evidence-texts.ts";
import { quoteBlocks } from "./quote-blocks.ts";

/** The passage an answer quotes, with its heading and where its words lead. */
export const passage = (
  { n, title, heading, quote, links = [], url }: Citation,
  t: EvidenceTexts,
): readonly (Node | null)[] => {
  const page = url === null ? null : safeUrl(url);
  return [
    element("h3", {}, element("span", { className: "ct" }, String(n)), title),
    heading === null || heading === title ? null : element("p", { className: "heading" }, heading),
    quoteBlocks(quote),
    ...links.map(({ text, url: led }) => outwardLink(led, text, "noopener noreferrer nofollow")),
    element("p", { className: "why" }, t.quoted),
    page === null ? null : outwardLink(page, t.open),
  ];
};
