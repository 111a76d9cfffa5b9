import type { Locale } from "#contract/ids.ts";
import type { Policy } from "../policy/policy.ts";
import { contentWords, tokens } from "../policy/words.ts";
import { type Claim, claimOf } from "./claim.ts";
import type { NumberedPassage } from "./passage.ts";
import { splitSentences } from "./split-sentences.ts";

/** The checks an answer passes before anybody reads it. None of them asks a model. */
export const guardNames = [
  "citations",
  "evidence",
  "links",
  "never",
  "privacy",
  "secrets",
  "leak",
  "language",
  "length",
] as const;
export type GuardName = (typeof guardNames)[number];

/**
 * The codes. `host_not_listed` names hosts, `few_words` a percentage, `forbidden` a line of the policy, `personal`
 * a kind of data, `cut` a length.
 */
export type FaultDetail =
  | "not_cited"
  | "no_such_passage"
  | "number_not_in_passage"
  | "denial_differs"
  | "name_not_in_passage"
  | `few_words:${number}`
  | "passage_in_other_language"
  | `host_not_listed:${string}`
  | "picture"
  | `forbidden:${number}`
  | "gives_instructions_away"
  | "copies_instructions"
  | `personal:${"number" | "email" | "phone" | "address"}`
  | "key_or_password"
  | "not_visitors_language"
  | "third_language"
  | `cut:${number}`;

/** What a guard found in one sentence, or in the whole answer. */
export type Fault = {
  readonly guard: GuardName;
  /**
   * What is wrong, as a code that the console has words for in both languages, with a value after a
   * colon where there is one. Never a copy of the answer.
   */
  readonly detail: FaultDetail;
  /** The sentence is taken out. */
  readonly drop: boolean;
  /** No part of the answer is sent without a person, however good the rest is. */
  readonly needsPerson: boolean;
};

/** What the guards judge by. */
export type GuardContext = {
  readonly policy: Policy;
  readonly passages: readonly NumberedPassage[];
  /** What the visitor wrote, and in which language the answer must be. */
  readonly question: string;
  /** What they wrote before: their own data are no secret from them. */
  readonly visitorWords?: string;
  readonly locale: Locale;
  /** The words the model was instructed with, and the mark hidden in them. Neither may come out. */
  readonly instructions: string;
  readonly canary: string;
};

/** The context with everything computed that guards compare sentences with. */
export type GuardBasis = GuardContext & {
  readonly sources: ReadonlyMap<number, Source>;
  readonly asked: Source;
  /** Tokens in one line, each between spaces, of what is secret and of what is not. */
  readonly secretLine: string;
  readonly openLine: string;
  /** Everything the policy page says, which its authors mean to be said. */
  readonly policyWords: string;
};

/** A text that may support a sentence. */
export type Source = {
  readonly words: ReadonlySet<string>;
  /** The text in lower case, for finding names. */
  readonly plain: string;
  readonly claim: Claim;
  readonly sentences: readonly {
    readonly words: ReadonlySet<string>;
    readonly negative: boolean;
  }[];
  /** Tokens in one line, each between spaces. */
  readonly line: string;
  readonly url: string | null;
  readonly lang: string;
};

/** Computes once what every sentence is compared with. */
export const makeBasis = (context: GuardContext): GuardBasis => {
  const sources = new Map(
    context.passages.map(({ n, title, heading, text, url, lang }) => [
      n,
      makeSource([title, heading ?? "", text].join("\n"), url, lang),
    ]),
  );
  const asked = makeSource(context.question, null, context.locale);
  return {
    ...context,
    sources,
    asked,
    secretLine: lineOf(context.instructions),
    openLine: [asked, ...sources.values()].map(({ line }) => line).join("\n"),
    policyWords: wordsOf(context.policy),
  };
};

const wordsOf = ({ about, tone, sections, rules, handOver }: Policy) =>
  [
    about,
    tone ?? "",
    ...sections.map(({ text }) => text),
    ...rules.map(({ text }) => text),
    ...Object.values(handOver),
  ].join("\n");

/** The tokens of a text in one line, for finding runs of them. */
export const lineOf = (text: string) => ` ${tokens(text).join(" ")} `;

const makeSource = (text: string, url: string | null, lang: string): Source => ({
  words: new Set(contentWords(text)),
  plain: text.normalize("NFKC").replaceAll("’", "'").toLowerCase(),
  claim: claimOf(text),
  sentences: splitSentences(text).map((sentence) => ({
    words: new Set(contentWords(sentence.text)),
    negative: claimOf(sentence.text).negative,
  })),
  line: lineOf(text),
  url,
  lang,
});

/** A guard's result as it is kept in the decision. */
export type GuardResult = {
  readonly name: GuardName;
  readonly passed: boolean;
  /** Codes of `FaultDetail`, joined by spaces; null when it passed. */
  readonly detail: string | null;
};
