import type { Schema } from "effect";
import type { DecisionTool } from "#contract/decision.ts";
import type { RecordKind } from "../crm/crm-record.ts";

/** What tools may know: of this conversation and its workspace, read before the model is asked. */
export type ToolWorld = {
  readonly contact: {
    readonly name: string | null;
    readonly email: string | null;
    /** The address they have proven. */
    readonly provenEmail: string | null;
    readonly language: string;
    readonly knownSince: string;
  };
  /** Whether the visitor gave an e-mail address, or was asked for one just now. */
  readonly address: "known" | "asked" | "unknown";
  /** How far the address that the visitor gave last is proven. */
  readonly identity:
    | { readonly state: "proven" | "no-address" | "limited" }
    | { readonly state: "unproven"; readonly email: string };
  /** Tags that people of the workspace use. */
  readonly tags: readonly string[];
  /** Members who may answer conversations. */
  readonly members: readonly { readonly id: string; readonly name: string }[];
};

/** What a call of a write tool asks for. It is done with the reply, in its transaction, or not at all. */
export type ToolAct =
  | { readonly kind: "tag"; readonly tag: string }
  | { readonly kind: "assign"; readonly memberId: string }
  | { readonly kind: "close" }
  /** Done by the words of the reply itself. */
  | { readonly kind: "ask-email" }
  /** A code is sent with the reply. */
  | { readonly kind: "ask-identity"; readonly email: string };

/** What the calls of one reply were, and what they ask for. */
export type CalledTools = {
  readonly calls: readonly DecisionTool[];
  readonly acts: readonly ToolAct[];
};

/** What a call came to. A refusal is told to the model. */
export type ToolAnswer =
  | {
      readonly result: unknown;
      readonly act: ToolAct | null;
      /** Ids of the passages that a search found, best first. */
      readonly found?: readonly string[];
    }
  | { readonly refused: string }
  /** What it needed did not work. */
  | { readonly failed: string }
  /** Nothing was looked up, as nothing is sent. */
  | { readonly rehearsed: string };

/** A passage by the number it may be cited by. */
export type FoundPassage = {
  readonly n: number;
  readonly chunkId: string;
  readonly title: string;
  readonly heading: string | null;
  readonly text: string;
};

/** Searches the workspace's knowledge; null where a recording knows nothing of it. */
export type SearchKnowledge = (query: string) => Promise<readonly FoundPassage[] | null>;

/** Reads a record of the connected system, if it is this visitor's. */
export type LookUpRecord = (
  kind: RecordKind,
  number: string,
) => Promise<
  | { readonly passage: FoundPassage }
  | { readonly refused: string }
  | { readonly failed: string }
  | { readonly rehearsed: string }
>;

/** What tools look things up with: what they find can be cited. */
export type LookUps = { readonly search: SearchKnowledge; readonly record: LookUpRecord };

/** Something the model may call where the policy grants it. */
export type Tool<Input> = {
  readonly name: string;
  readonly input: Schema.Decoder<Input>;
  /** What it does, for the model. */
  describe(world: ToolWorld | null): string;
} & (
  | {
      /** Read tools answer at once; write tools propose an act. */
      readonly kind: "read" | "write";
      answer(input: Input, world: ToolWorld): ToolAnswer | Promise<ToolAnswer>;
    }
  | {
      /** Finds what can be cited. In a rehearsal it is given look-ups that answer accordingly. */
      readonly kind: "look-up";
      answer(input: Input, lookUps: LookUps): Promise<ToolAnswer>;
    }
);
