import type { Locale } from "#contract/ids.ts";
import type { Tuning } from "../knowledge/tuning.ts";
import type { NewMember } from "../tenancy/add-member.ts";
import type { NewChannel } from "../tenancy/create-channel.ts";
import type { colleagues } from "./demo-people.ts";

/** A colleague of the demo, by key. */
export type Colleague = keyof typeof colleagues;

/** One thing that happens in a conversation. `afterS` is seconds since the thing before. */
export type DemoStep =
  | { readonly visitor: string; readonly afterS: number }
  /** The AI answers by itself: the real search, the real policy, the real guards. */
  | { readonly ai: true; readonly afterS: number }
  | { readonly by: Colleague; readonly says: string; readonly afterS: number }
  | { readonly by: Colleague; readonly notes: string; readonly afterS: number }
  | {
      readonly by: Colleague;
      readonly does: "takes over" | "resolves" | "hands back" | "assigns to self";
      readonly afterS: number;
    };

/** A conversation of the past, told step by step. */
export type DemoConversation = {
  readonly visitor: {
    readonly name: string | null;
    readonly email: string | null;
    readonly locale: Locale;
  };
  /** Path of the page it began on. */
  readonly page: string;
  readonly startedMinutesAgo: number;
  readonly steps: readonly DemoStep[];
};

/** A question with the article that should come first for it; null where none should. */
export type DemoQuestion = {
  readonly question: string;
  /** The file's name. */
  readonly article: string | null;
  readonly lang: Locale;
};

/** What colleagues said about some words of a policy's page, or suggested for them. */
export type DemoTalk = {
  /** Words of the page, once there. */
  readonly on: string;
  readonly by: Colleague;
  readonly hoursAgo: number;
  /** The words that would stand there instead; absent for a comment. */
  readonly proposes?: string;
  readonly says: readonly {
    readonly by: Colleague;
    readonly words: string;
    /** Hours after the thread began. */
    readonly afterH?: number;
  }[];
  readonly resolved?: { readonly by: Colleague; readonly afterH: number };
};

/** How the tests of a demo version ended when it was published, and why it was in spite of them. */
export type DemoGate = {
  readonly passed: number;
  readonly failed: number;
  readonly override: string | null;
};

/** One step in the history of a policy's page. */
export type DemoPolicyStep = {
  readonly by: Colleague;
  readonly hoursAgo: number;
} & (
  | {
      /** The note on the version. */
      readonly saves: string;
      /** What stood in the version before, and what stands there in this one. None for the first version. */
      readonly changes: readonly { readonly was: string; readonly is: string }[];
    }
  | { readonly publishes: number; readonly gate: DemoGate }
  | { readonly triesOut: number; readonly share: number; readonly gate: DemoGate }
  | { readonly endsTrial: true }
);

/** A policy of the demo. */
export type DemoPolicy = {
  readonly name: string;
  /** The newest version, from the project's root; `history` tells how it came about, the oldest step first. */
  readonly file: string;
  readonly history: readonly DemoPolicyStep[];
  readonly talk: readonly DemoTalk[];
};

/** A demo workspace and everything in it. */
export type DemoWorkspace = {
  readonly slug: string;
  readonly name: string;
  readonly members: readonly NewMember[];
  readonly channel: NewChannel;
  readonly policies: readonly DemoPolicy[];
  /** Folders with one Markdown file an article, from the project's root. */
  readonly articles: readonly { readonly folder: string; readonly lang: Locale }[];
  /** How it differs from what Xin does by itself, and what that is measured on; null when it does not. */
  readonly tuning: {
    readonly tuning: Partial<Tuning>;
    readonly questions: readonly DemoQuestion[];
  } | null;
  readonly conversations: readonly DemoConversation[];
};
