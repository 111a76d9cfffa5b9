import type { AnswerReceipt, ReceiptSource } from "#contract/answer-receipt.ts";
import type { Citation } from "#contract/conversation-event.ts";
import { element, outwardLink } from "../element.ts";
import type { EvidenceTexts } from "./evidence-texts.ts";
import { quoteBlocks } from "./quote-blocks.ts";

type Options = {
  /** As the message has them. */
  readonly citations: readonly Citation[];
  readonly locale: "en" | "zh";
  /** Asks for a person; false where a person answers already or was asked for. */
  readonly callPerson: false | (() => void);
};

/** Why a visitor got this answer: who wrote it and when, what it was drawn from, and the way to a person. */
export const receipt = (
  { at, sources, compared, lookedUp }: AnswerReceipt,
  t: EvidenceTexts,
  { citations, locale, callPerson }: Options,
): readonly (Node | null)[] => {
  const person = element("button", { type: "button", className: "chip" }, t.person);
  if (callPerson !== false) person.addEventListener("click", callPerson);
  return [
    element("h3", {}, t.title),
    element("p", {}, t.wrote(moment(at, locale, { hour: "2-digit", minute: "2-digit" }))),
    element("h4", {}, t.drawnFrom),
    sources.length === 0
      ? element("p", {}, t.noSource)
      : element(
          "ul",
          {},
          ...sources.map((source) => {
            const cited = citations.find(({ n }) => n === source.n);
            return sourceRow(source, cited?.quote ?? null, t, locale);
          }),
        ),
    compared ? element("p", {}, t.compared) : null,
    lookedUp ? element("p", {}, t.lookedUp) : null,
    callPerson === false ? null : element("h4", {}, t.wrong),
    callPerson === false ? null : person,
  ];
};

const sourceRow = (
  { n, title, heading, url, readAt, state }: ReceiptSource,
  quote: string | null,
  t: EvidenceTexts,
  locale: "en" | "zh",
) =>
  element(
    "li",
    {},
    element("span", { className: "ct" }, String(n)),
    element("strong", {}, title),
    heading === null ? null : element("small", {}, heading),
    readAt === null ? null : element("small", {}, t.read(moment(readAt, locale))),
    state === "current" ? null : element("small", {}, t[state]),
    quote === null
      ? null
      : element("details", {}, element("summary", {}, t.passage), quoteBlocks(quote)),
    url === null ? null : outwardLink(url, t.open),
  );

const moment = (iso: string, locale: "en" | "zh", more: Intl.DateTimeFormatOptions = {}): string =>
  new Date(iso).toLocaleString(locale === "zh" ? "zh-CN" : "en-GB", {
    day: "numeric",
    month: "long",
    year: "numeric",
    ...more,
  });
