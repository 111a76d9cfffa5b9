import type { Tx } from "#db/client.ts";
import { readEvent } from "#db/reads/events.ts";
import { readSeenSeqs } from "#db/reads/read-marks.ts";
import { readClock } from "#db/reads/clock.ts";
import type { StoredEvent } from "#db/reads/stored-event.ts";
import { recordRetraction } from "#db/writes/answer-verdict.ts";
import type { LockedConversation } from "#db/writes/begin-append.ts";
import type { ActionDeps } from "./action-deps.ts";
import { ActionRefused } from "./action-refused.ts";
import type { Envelope } from "./envelope.ts";
import { assertActor, assertEpoch, staff } from "./fence.ts";
import type { Outcome } from "./outcome.ts";
import { refusalOf } from "./refusal-of.ts";
import { runAct } from "./run-act.ts";

/** The message to take back, by its seq. */
export type RetractInput = { readonly conversationId: string; readonly targetSeq: number };

/** How long one's own public message can be taken back, while the other side has not seen it. */
export const retractWithinMs = 60_000;

/**
 * Takes a message back. The log keeps it, visitors see an empty message instead. One's own message:
 * within a minute and until the other side has seen it; one's own note: always. The team may take
 * back what the AI or an automation said at any time.
 *
 * Refused as `not_found` for no message, `forbidden` for somebody else's, `conflict` when it was
 * taken back already, seen, or is too old.
 */
export const retract = (deps: ActionDeps, env: Envelope, input: RetractInput): Promise<Outcome> =>
  runAct(deps, {
    env,
    conversationId: input.conversationId,
    refusal: refusalOf(() => assertActor(env, ["visitor", ...staff])),
    opening: null,
    decide: async ({ row }, tx) => {
      assertEpoch(env, row);
      const { targetSeq } = input;
      const target = await readTarget(tx, env, row, targetSeq);
      await assertRetractable(tx, env, target);
      return {
        events: [{ body: { type: "message.retracted", targetSeq }, audience: target.audience }],
        inverse: null,
        alsoWrite: (write) => recordOn(write, env, target),
      };
    },
  });

const readTarget = async (
  tx: Tx,
  env: Envelope,
  row: LockedConversation,
  targetSeq: number,
): Promise<StoredEvent> => {
  const exists = Number.isInteger(targetSeq) && targetSeq > 0 && targetSeq <= row.lastSeq;
  const target = exists ? await readEvent(tx, row.id, targetSeq) : null;
  const hidden = env.actor.kind === "visitor" && target?.audience === "team";
  if (target === null || hidden || target.body.type !== "message.posted") {
    throw new ActionRefused({ kind: "not_found", message: "There is no such message." });
  }
  if (target.body.retracted) throw conflict("The message has been taken back already.");
  return target;
};

const assertRetractable = async (tx: Tx, env: Envelope, target: StoredEvent): Promise<void> => {
  const byMachine = target.actor.kind === "ai" || target.actor.kind === "automation";
  if (byMachine && env.actor.kind !== "visitor") return;
  if (target.actor.kind !== env.actor.kind || target.actor.id !== env.actor.id) {
    throw new ActionRefused({
      kind: "forbidden",
      message: "Only its writer can take this message back.",
    });
  }
  if (target.audience === "team") return;
  const [seen, now] = await Promise.all([readSeenSeqs(tx, target.conversationId), readClock(tx)]);
  const other = env.actor.kind === "visitor" ? seen.team : seen.visitor;
  if (other >= target.seq)
    throw conflict("The message has been seen. Write another to correct it.");
  if (now.getTime() - Date.parse(target.at) > retractWithinMs) {
    throw conflict("A message can be taken back for a minute. Write another to correct it.");
  }
};

/** An answer of the AI that was taken back was wrong, also one that a person had approved. */
const recordOn = async (tx: Tx, env: Envelope, { seq, body }: StoredEvent): Promise<void> => {
  if (body.type !== "message.posted" || body.decisionId === null) return;
  const { decisionId } = body;
  await recordRetraction(tx, env.tenantId, { decisionId, messageSeq: seq });
};

const conflict = (message: string) => new ActionRefused({ kind: "conflict", message });
