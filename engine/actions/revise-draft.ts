import type { Tx } from "#db/client.ts";
import { readDraftEnd } from "#db/reads/events.ts";
import { readEffectiveMode } from "#db/reads/modes.ts";
import { readPolicyIn } from "#db/reads/policies.ts";
import type { ActionDeps } from "./action-deps.ts";
import { ActionRefused } from "./action-refused.ts";
import { assertWritten } from "./assert-written.ts";
import { draftGone } from "./draft-gone.ts";
import type { Envelope } from "./envelope.ts";
import { assertActor, assertEpoch, people } from "./fence.ts";
import { oneLine } from "./one-line.ts";
import type { Outcome } from "./outcome.ts";
import { teamEvent } from "./plan-message.ts";
import { refusalOf } from "./refusal-of.ts";
import { runAct } from "./run-act.ts";
import { hasVisibleCharacter } from "./visible-text.ts";

/** Which draft, and how it should be. */
export type ReviseDraft = {
  readonly conversationId: string;
  readonly decisionId: string;
  readonly instruction: string;
};

/** Longest instruction, in UTF-16 units. */
const instructionLength = 500;

/**
 * A person asks the AI for another draft in place of the one that waits, whoever holds the conversation. The
 * draft stays until the other one is there, and an ask is overtaken by a later one. Refused as `conflict` when
 * the draft is gone or the AI may not write here.
 */
export const reviseDraft = (
  deps: ActionDeps,
  env: Envelope,
  { conversationId, decisionId, instruction }: ReviseDraft,
): Promise<Outcome> =>
  runAct(deps, {
    env,
    conversationId,
    refusal: refusalOf(() => assertActor(env, people)) ?? refuse(instruction),
    opening: null,
    decide: async ({ row }, tx) => {
      assertEpoch(env, row);
      if (row.draft?.decisionId !== decisionId) {
        throw draftGone(await readDraftEnd(tx, conversationId, decisionId));
      }
      await assertWritten(tx, decisionId);
      await assertWrites(tx, conversationId);
      const asked = oneLine(instruction, instructionLength);
      return {
        events: [teamEvent({ type: "draft.revision-asked", decisionId, instruction: asked })],
        inverse: null,
      };
    },
  });

const refuse = (instruction: string): ActionRefused | null =>
  hasVisibleCharacter(instruction)
    ? null
    : new ActionRefused({ kind: "invalid", message: "Say how the draft should be." });

/** Refuses where no draft would come of it. */
const assertWrites = async (tx: Tx, conversationId: string): Promise<void> => {
  const holds = await readEffectiveMode(tx, conversationId);
  const policy = await readPolicyIn(tx, conversationId);
  if (policy !== null && (holds?.mode === "draft" || holds?.mode === "auto")) return;
  throw new ActionRefused({
    kind: "conflict",
    message: "The AI writes no drafts here: it is off or only thinks along. Change its mode first.",
  });
};
