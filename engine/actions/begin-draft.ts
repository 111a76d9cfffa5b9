import type { ActionDeps } from "./action-deps.ts";
import { readDecision } from "#db/reads/decisions.ts";
import { insertDoc } from "#db/writes/docs.ts";
import { insertDraft } from "#db/writes/drafts.ts";
import { beginning } from "../docs/open-doc.ts";
import { ActionRefused } from "./action-refused.ts";
import type { Envelope } from "./envelope.ts";
import { assertActor, assertEpoch } from "./fence.ts";
import type { Outcome } from "./outcome.ts";
import { nothing, teamEvent } from "./plan-message.ts";
import { refusalOf } from "./refusal-of.ts";
import { runAct } from "./run-act.ts";

/** Whose draft is begun: the id its decision will have. */
export type BeginDraft = { readonly conversationId: string; readonly decisionId: string };

/**
 * The AI begins a draft that people may write in while it does: an empty document, which it fills. Changes nothing
 * when this draft is begun already; refused as `conflict` while another one waits, which stays until a whole one
 * takes its place, and when it is decided already what becomes of it.
 */
export const beginDraft = (
  deps: ActionDeps,
  env: Envelope,
  { conversationId, decisionId }: BeginDraft,
): Promise<Outcome> =>
  runAct(deps, {
    env,
    conversationId,
    refusal: refusalOf(() => assertActor(env, ["ai"])),
    opening: null,
    decide: async ({ row }, tx) => {
      assertEpoch(env, row);
      if (row.draft?.decisionId === decisionId) return nothing;
      if (row.draft !== null || (await readDecision(tx, decisionId)) !== null) {
        throw new ActionRefused({
          kind: "conflict",
          message: "Another draft waits already, or this one is decided.",
        });
      }
      return {
        events: [teamEvent({ type: "draft.begun", decisionId })],
        inverse: null,
        alsoWrite: async (write) => {
          await insertDraft(write, env.tenantId, { id: decisionId, conversationId });
          const doc = { kind: "draft", id: decisionId } as const;
          await insertDoc(write, env.tenantId, doc, beginning(""));
        },
      };
    },
  });
