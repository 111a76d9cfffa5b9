import type { Tx } from "#db/client.ts";
import type { CanaryRule, CanaryStop } from "#db/reads/policy-moves.ts";
import { insertPolicyMove, type NewPolicyMove } from "#db/writes/policy-moves.ts";
import type { Envelope } from "../actions/envelope.ts";

/** Where a pointer goes. Without `movesRunning` open conversations stay as they are. */
export type PointerMove = Pick<NewPolicyMove, "pointer" | "to" | "from"> & {
  readonly movesRunning?: boolean;
  readonly share?: number;
  /** What stops a canary by itself; nothing without it. */
  readonly stopsWhen?: CanaryRule | null;
  /** What a canary was stopped for, where it was by itself. */
  readonly stoppedFor?: CanaryStop;
  /** When, where that is not now. */
  readonly at?: Date | undefined;
};

/** Records where a pointer goes, in the name of the envelope's actor. The modes must be locked. */
export const movePointer = (
  tx: Tx,
  { tenantId, actor }: Envelope,
  { movesRunning = false, share, stopsWhen, stoppedFor, at, ...move }: PointerMove,
): Promise<number> =>
  insertPolicyMove(tx, tenantId, {
    ...move,
    movesRunning,
    share: share ?? null,
    stopsWhen: stopsWhen ?? null,
    stoppedFor: stoppedFor ?? null,
    movedById: actor.id ?? actor.kind,
    movedByName: actor.name ?? actor.kind,
    at: at ?? null,
  });
