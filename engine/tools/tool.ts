import type { Schema } from "effect";

/** What tools may know: of this conversation and its workspace, read before the model is asked. */
export type ToolWorld = {
  readonly contact: {
    readonly name: string | null;
    readonly email: string | null;
    readonly language: string;
    readonly knownSince: string;
  };
  /** Tags that people of the workspace use. */
  readonly tags: readonly string[];
  /** Members who may answer conversations. */
  readonly members: readonly { readonly id: string; readonly name: string }[];
};

/** What a call of a write tool asks for. It is done with the reply, in its transaction, or not at all. */
export type ToolAct =
  | { readonly kind: "tag"; readonly tag: string }
  | { readonly kind: "assign"; readonly memberId: string }
  | { readonly kind: "close" };

/** What a call came to. A refusal is told to the model. */
export type ToolAnswer =
  | {
      readonly result: unknown;
      readonly act: ToolAct | null;
      /** Ids of the passages that a search found, best first. */
      readonly found?: readonly string[];
    }
  | { readonly refused: string };

/** A passage by the number it may be cited by. */
export type FoundPassage = {
  readonly n: number;
  readonly chunkId: string;
  readonly title: string;
  readonly heading: string | null;
  readonly text: string;
};

/** Searches the workspace's knowledge; null where there is nothing to search and the recording knows nothing. */
export type SearchKnowledge = (query: string) => Promise<readonly FoundPassage[] | null>;

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
      /** Searches what everybody may read: it answers in a rehearsal as well. */
      readonly kind: "search";
      answer(input: Input, search: SearchKnowledge): Promise<ToolAnswer>;
    }
);
