import type { Citation } from "./conversation-event.ts";
import type { Mode } from "./mode.ts";
import type { DecisionReaction } from "./decision-reaction.ts";

/** A passage that was found for a question, with the scores that put it where it stands (each 0..1). */
export type DecisionPassage = {
  /** The number it is cited by in the answer; null when it was found but not used. */
  readonly n: number | null;
  readonly chunkId: string;
  readonly sourceId: string;
  readonly title: string;
  readonly heading: string | null;
  readonly text: string;
  /** Where words of it lead; addresses may be relative to `url`. Missing where none do. */
  readonly links?: readonly { readonly text: string; readonly url: string }[];
  readonly lexical: number;
  readonly vector: number | null;
  readonly score: number;
  readonly url: string | null;
  /** What the model searched for when it found it; missing where the question itself did. */
  readonly searchedFor?: string;
  /** It is a record of the connected system, and stands in no source; missing for every other passage. */
  readonly record?: "order" | "ticket";
};

/** By what the passages were found. */
export type DecisionRetrieval = {
  /** Version of the workspace's retrieval config (r1, r2, …); 0 is what Xin comes with. */
  readonly configVersion: number;
  /** Whose vectors were searched: an embedding model's, or those that need no model. */
  readonly embeddingModel: string;
  /** Why the embedding model in use could not be asked; null when it was, or there is none. */
  readonly modelFailure: string | null;
  /** The change of the knowledge base that was searched; 0 when there was none. */
  readonly knowledgeVersion: number;
  /** Whether a rerank model put the first passages in order. */
  readonly reranked: boolean;
};

/** A call of a tool by the model. */
export type DecisionTool = {
  readonly name: string;
  /** As JSON, shortened when it is long. */
  readonly input: string;
  /** What the model was told, shortened when it is long. */
  readonly result: string;
  readonly outcome:
    | "answered"
    /** A write that was not carried out: nothing was sent by itself. */
    | "proposed"
    /** A write that was carried out with the reply. */
    | "done"
    | "refused"
    | "invalid"
    | "not_granted"
    | "too_many"
    | "failed"
    | "rehearsed";
  readonly ms: number;
  /** Chunks that a search found, best first; missing for every other tool. */
  readonly found?: readonly string[];
};

/** What a decision of the kind `undo` took back, and what it had to leave. */
export type DecisionUndo = {
  /** The request it belongs to: one act, a run, or all of a rule in a window of time. */
  readonly undoId: string;
  /** The decision whose acts these are. */
  readonly decisionId: string;
  readonly byName: string | null;
  readonly acts: readonly {
    readonly seq: number;
    /** Type of the act's event. */
    readonly type: string;
    readonly undone: boolean;
    /** Why it was left as it is; null when it was not. */
    readonly why: string | null;
    /** The event that stood in the way; null where none did. */
    readonly whySeq: number | null;
  }[];
};

/** Why the AI did what it did: one record for each autonomous act, and for each time acts were taken back. */
export type Decision = {
  readonly id: string;
  readonly conversationId: string;
  readonly triggerSeq: number;
  readonly epoch: number;
  /** `fallback`: answers stopped going out by themselves. `canary`: a version that was tried was clearly worse. */
  readonly kind: "reply" | "undo" | "fallback" | "canary";
  readonly mode: Mode;
  readonly outcome:
    | "sent"
    | "drafted"
    | "handed_over"
    | "superseded"
    | "failed"
    | "approved"
    | "discarded"
    /** Of an undo. */
    | "undone"
    /** Decided silently: the reason says what would have been done. */
    | "shadowed"
    /** Of a fallback. */
    | "fell_back"
    /** Of a canary. */
    | "canary_stopped";
  readonly reason: string | null;
  /** Of a draft that a person asked to be written anew: the decision it was to replace, and the words of the ask. */
  readonly revises?: string | null;
  readonly instruction?: string | null;
  readonly question: string | null;
  readonly answer: string | null;
  /** 0..1 */
  readonly confidence: number | null;
  /** 0..1: from here on it answers by itself. */
  readonly threshold: number | null;
  readonly features: Readonly<Record<string, number>>;
  /** Null when nothing was searched, or by an earlier version of Xin. */
  readonly retrieval: DecisionRetrieval | null;
  readonly passages: readonly DecisionPassage[];
  readonly citations: readonly Citation[];
  /** Paragraphs of the policy that applied. */
  readonly rules: readonly { readonly line: number; readonly text: string }[];
  readonly guards: readonly {
    readonly name: string;
    readonly passed: boolean;
    readonly detail: string | null;
  }[];
  readonly policy: {
    readonly id: string;
    readonly name: string;
    readonly version: number;
    readonly authorName: string;
    readonly createdAt: string;
  } | null;
  readonly provider: string | null;
  readonly model: string | null;
  /** Every call of a model, in order. What an earlier version did not record is missing. */
  readonly attempts: readonly {
    readonly provider: string;
    readonly model?: string;
    readonly outcome: string;
    readonly status?: number | null;
    readonly ms: number;
    readonly firstTokenMs?: number | null;
    readonly tokensIn?: number;
    readonly tokensOut?: number;
    /** Null where nobody knows the price. */
    readonly costUsd?: number | null;
  }[];
  /** Every call of a tool, in order; missing from earlier versions of Xin. */
  readonly tools?: readonly DecisionTool[];
  readonly tokensIn: number;
  readonly tokensOut: number;
  readonly costUsd: number;
  /** How long each step took, in milliseconds; firstToken counts from the model's call. */
  readonly timingsMs: {
    readonly retrieval: number;
    readonly model: number;
    readonly total: number;
    readonly firstToken: number | null;
  };
  readonly messageSeq: number | null;
  /** Null for everything but an undo. */
  readonly undo: DecisionUndo | null;
  /** What people did after it, oldest first. */
  readonly reactions: readonly DecisionReaction[];
  readonly createdAt: string;
};
