import { I18nProvider } from "@lingui/react";
import { parseHTML } from "linkedom";
import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { MemoryRouter } from "react-router";
import { expect, it } from "vitest";
import type { Decision } from "#contract/decision.ts";
import { makeI18n } from "#app/i18n/catalogues.ts";
import { Evidence } from "#app/ui/thread/evidence.tsx";
import { MessageText } from "#app/ui/thread/message-text.tsx";
import { PassageLinks } from "#app/ui/passage-links.tsx";
import { collectedPoison, ownPoison } from "../../../tests/support/poisoned-lines.ts";
import { PassageCard } from "./passage-card.tsx";

const i18n = await makeI18n("en");
const lines = [...ownPoison, ...(collectedPoison() ?? [])];

/** The page that a browser would make of it. */
const show = (node: ReactNode) =>
  parseHTML(
    `<html><body>${renderToStaticMarkup(
      <I18nProvider i18n={i18n}>
        <MemoryRouter>{node}</MemoryRouter>
      </I18nProvider>,
    )}</body></html>`,
  ).document;

const noop = () => {};
const passage = (text: string, n: number | null) => ({
  n,
  text,
  chunkId: "c",
  sourceId: "s",
  title: text,
  heading: text,
  lexical: 0.5,
  vector: null,
  score: 0.5,
  url: "https://help.example/source",
  links: [
    { text, url: "/a" },
    { text: `${text} again`, url: `javascript:alert(1)//${text}` },
  ],
});

const decision: Decision = {
  id: "d",
  conversationId: "v",
  triggerSeq: 2,
  epoch: 1,
  kind: "reply",
  mode: "auto",
  outcome: "sent",
  reason: "answered",
  question: null,
  answer: null,
  confidence: 0.5,
  threshold: 0.5,
  features: {},
  retrieval: null,
  passages: [],
  citations: [],
  rules: [],
  guards: [],
  policy: null,
  provider: null,
  model: null,
  attempts: [],
  tokensIn: 0,
  tokensOut: 0,
  costUsd: 0,
  timingsMs: { retrieval: 1, model: 1, firstToken: 1, total: 2 },
  messageSeq: 3,
  undo: null,
  reactions: [],
  createdAt: "2026-11-25T12:00:00.000Z",
};

const shown: readonly (readonly [string, (text: string) => ReactNode])[] = [
  [
    "its source",
    (text) => (
      <PassageCard
        chunk={{
          id: "c",
          sourceId: "s",
          sourceVersion: 1,
          ordinal: 0,
          title: text,
          heading: text,
          text: `- ${text}\n\n${text}\n\nA: ${text}; B: 1\nA: 2; B: 3`,
          links: [
            { text, url: "https://help.example/a" },
            { text: `${text} again`, url: `javascript:alert(1)//${text}` },
          ],
          lang: "en",
          anchor: null,
          page: null,
        }}
        base="https://help.example/"
        isContinued={false}
        isAimed={false}
      />
    ),
  ],
  [
    "the evidence of an answer",
    (text) => (
      <Evidence
        decision={{ ...decision, passages: [passage(text, 1), passage(text, null)] }}
        lit={null}
        setLit={noop}
      />
    ),
  ],
  [
    "a message",
    (text) => (
      <MessageText
        text={`${text} [1]`}
        citations={[
          { n: 1, chunkId: "c", sourceId: "s", title: text, heading: null, url: null, quote: text },
        ]}
        lit={null}
        setLit={noop}
      />
    ),
  ],
];

it.each(shown)("a passage with instructions and markup is words in %s", (_, render) => {
  for (const line of lines) {
    const page = show(render(line));
    expect(page.body.textContent).toContain(line);
    expect(page.querySelectorAll("script, img, iframe, svg, style, form, object")).toHaveLength(0);
    for (const link of page.querySelectorAll("[href]")) {
      expect(link.getAttribute("href")).toMatch(/^(?:https?:\/\/|\/knowledge\/|\?passage=)/);
    }
    const attributes = [...page.querySelectorAll("*")].flatMap((element) =>
      element.getAttributeNames(),
    );
    expect(attributes.filter((name) => name.startsWith("on"))).toEqual([]);
  }
});

it("lists where the words of a passage lead, as far as a browser may go there", () => {
  const links = [
    { text: "Return form", url: "../forms/return?a=1" },
    { text: "Write to us", url: "mailto:help@shop.example" },
    { text: "Run", url: "javascript:alert(1)" },
    { text: "Nowhere", url: "http://" },
  ];
  const hrefs = (base: string | null) =>
    [...show(<PassageLinks links={links} base={base} />).querySelectorAll("a")].map((link) => [
      link.textContent,
      link.getAttribute("href"),
    ]);
  const mail = ["Write to us", "mailto:help@shop.example"];
  expect(hrefs("https://shop.example/help/returns")).toEqual([
    ["Return form", "https://shop.example/forms/return?a=1"],
    mail,
  ]);
  expect(hrefs(null)).toEqual([mail]);
  expect(show(<PassageLinks links={[]} base={null} />).body.innerHTML).toBe("");
});

it("shows beside an answer the table and the links of what it quotes", () => {
  const quoted = passage("Plan: Team; Price: 20 €\nPlan: Firm; Price: 90 €", 1);
  const links = [
    { text: "Team", url: "/team" },
    { text: "Run", url: "javascript:alert(1)" },
  ];
  const evidence = { ...decision, passages: [{ ...quoted, links }] };
  const page = show(<Evidence decision={evidence} lit={null} setLit={noop} />);
  const cells = [...page.querySelectorAll("th, td")].map((cell) => cell.textContent);
  expect(cells).toEqual(["Plan", "Price", "Team", "20 €", "Firm", "90 €"]);
  const shownLinks = [...page.querySelectorAll(".passage-links a")];
  expect(shownLinks.map((link) => link.getAttribute("href"))).toEqual([
    "https://help.example/team",
  ]);
  expect(shownLinks[0]?.getAttribute("rel")).toBe("noopener noreferrer nofollow");
});
