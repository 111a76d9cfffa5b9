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
  | { readonly result: unknown; readonly act: ToolAct | null }
  | { readonly refused: string };

/** Something the model may call where the policy grants it. */
export type Tool<Input> = {
  readonly name: string;
  /** Read tools answer at once; write tools propose an act. */
  readonly kind: "read" | "write";
  readonly input: Schema.Decoder<Input>;
  /** What it does, for the model. */
  describe(world: ToolWorld | null): string;
  answer(input: Input, world: ToolWorld): ToolAnswer | Promise<ToolAnswer>;
};
