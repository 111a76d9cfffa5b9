import type { Locale } from "#contract/ids.ts";
import type { Mode } from "#contract/mode.ts";
import type { HoursSetting, NamedStep } from "#db/reads/service-hours.ts";

/** The header of a policy page. Every setting has a default; see `defaultSettings`. */
export type PolicySettings = {
  readonly mode: Mode;
  /** Languages the AI answers in, the first one preferred. Never empty. */
  readonly languages: readonly Locale[];
  /** Least confidence, 0 to 1, at which an answer is sent without a person; null takes the workspace's send line. */
  readonly threshold: number | null;
  /** Model name at the installation's provider; null takes the installation's. Models of the workspace have their own. */
  readonly model: string | null;
  /** Names of the workspace's models, in the order they are asked; null takes the workspace's order. */
  readonly models: readonly string[] | null;
  /** Hosts an answer may link to besides those of the passages it cites. Lower case. */
  readonly links: readonly string[];
  /** Version of the retrieval config that is used; null takes the published one. */
  readonly retrieval: number | null;
  /** Most that models may cost in a conversation, in US dollars; null leaves it to the workspace's limit. */
  readonly budget: number | null;
  /** Tools that the AI may call besides handing over. */
  readonly tools: readonly string[];
  /** When people are there under this page; null leaves it to the workspace's service hours. */
  readonly hours: HoursSetting | null;
  /** Whom a conversation goes to that waits for a person, in order; null leaves it to the workspace's steps. */
  readonly escalation: readonly NamedStep[] | null;
};

/** A phrase that must stand in the text as it is, or words that must all occur in it. Both as `tokens` of `words.ts`. */
export type Term = { readonly kind: "phrase" | "words"; readonly tokens: readonly string[] };

/** True when one of the alternatives has all its terms. */
export type Condition = { readonly anyOf: readonly (readonly Term[])[] };

/** A rule of the page. `text` is the rule as written, `line` where it starts. */
export type PolicyRule = {
  readonly line: number;
  readonly text: string;
  readonly when: Condition;
  readonly outcome:
    | { readonly kind: "hand-over"; readonly say: string | null }
    | { readonly kind: "answer"; readonly text: string };
};

/** Something an answer must never contain. */
export type NeverItem = { readonly line: number; readonly text: string; readonly when: Condition };

/** A section of guidance in plain words, for the model. */
export type PolicySection = {
  readonly line: number;
  readonly heading: string;
  readonly text: string;
};

/** Words for the visitor that an operator picks in the composer by their name, after a "/". */
export type QuickReply = {
  readonly line: number;
  readonly name: string;
  /** Null fits every language. */
  readonly lang: Locale | null;
  readonly text: string;
};

/** How the tone is meant, by example: what not to write, and what to write in its place. */
export type ToneExample = {
  readonly line: number;
  readonly insteadOf: string;
  readonly say: string;
};

/** One thing a test wants of an answer. */
export type Expectation =
  | { readonly kind: "answers" | "drafts" | "hands-over" }
  | { readonly kind: "cites" | "contains" | "lacks"; readonly text: string }
  | { readonly kind: "calls"; readonly tool: string }
  | { readonly kind: "language"; readonly lang: Locale }
  | { readonly kind: "costs-under"; readonly usd: number };

/** What a tool says in a test, in place of being called. */
export type ToolMock = { readonly tool: string; readonly says: string };

/** A question with what is expected of its answer. `text` is the test as written. */
export type PolicyTest = {
  readonly line: number;
  readonly text: string;
  readonly question: string;
  /** In the order the calls of a tool are answered; the last one of a tool answers all that follow. */
  readonly mocks: readonly ToolMock[];
  /** Never empty; all must hold. */
  readonly expects: readonly Expectation[];
  /** How often it is asked, 1..20, and the share of passes it takes, above 0 up to 1. */
  readonly times: number;
  readonly passRate: number;
};

/** A policy page that was read without a problem. */
export type Policy = {
  readonly title: string;
  readonly settings: PolicySettings;
  /** The words between the title and the first section. */
  readonly about: string;
  readonly tone: string | null;
  /** Those of the tone's items that are examples; they stand in `tone` as well. */
  readonly toneExamples: readonly ToneExample[];
  readonly sections: readonly PolicySection[];
  readonly rules: readonly PolicyRule[];
  readonly never: readonly NeverItem[];
  readonly quickReplies: readonly QuickReply[];
  readonly tests: readonly PolicyTest[];
  /** What a visitor is told when a person takes over; null takes the built-in line. */
  readonly handOver: Readonly<Record<Locale, string | null>>;
};

/** What holds when the header does not say otherwise: people send. */
export const defaultSettings: PolicySettings = {
  mode: "draft",
  languages: ["en", "zh"],
  threshold: null,
  model: null,
  models: null,
  links: [],
  retrieval: null,
  budget: null,
  tools: [],
  hours: null,
  escalation: null,
};
