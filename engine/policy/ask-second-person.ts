import type { Tx } from "#db/client.ts";
import type { CanaryRule } from "#db/reads/policy-moves.ts";
import type { PointedVersion } from "#db/writes/policy-moves.ts";
import {
  insertPublishRequest,
  lockSameRequest,
  settlePublishRequest,
} from "#db/writes/publish-requests.ts";
import { readPublishRequest } from "#db/reads/publish-requests.ts";
import { v7 as uuidv7 } from "uuid";
import type { Envelope } from "../actions/envelope.ts";
import { type PublishGate, recordPolicyChange } from "./record-policy-change.ts";
import { RequestRefused } from "./request-refused.ts";

/** What a second person is to agree to. */
export type Wish = {
  readonly pointer: "production" | "canary";
  readonly to: PointedVersion;
  /** What answers visitors now. */
  readonly answering: PointedVersion | null;
  readonly movesRunning: boolean;
  readonly share?: number;
  /** Of a canary: what is to stop it by itself. */
  readonly stopsWhen?: CanaryRule | null;
  readonly isRollback: boolean;
  readonly gate: PublishGate | undefined;
};

/** What waits now: its id, and the position in the tenant's log where that stands. */
export type Waiting = { readonly requestId: string; readonly position: number };

/**
 * Stores that a protected pointer is to move, in the name of the envelope's actor. The modes must be locked. One
 * request about a pointer and version is open at a time: refused as RequestRefused, unless a move has overtaken
 * it, when this one takes its place.
 */
export const askSecondPerson = async (tx: Tx, env: Envelope, wish: Wish): Promise<Waiting> => {
  const { tenantId, actor } = env;
  const { pointer, to, answering, movesRunning, share, isRollback, gate } = wish;
  const by = { byId: actor.id ?? actor.kind, by: actor.name ?? actor.kind };
  const same = await lockSameRequest(tx, pointer, to);
  if (same !== null) {
    const before = await readPublishRequest(tx, same);
    if (before?.state === "open") throw new RequestRefused("waits");
    await settlePublishRequest(tx, same, { ...by, state: "replaced", words: null });
  }
  const requestId = uuidv7();
  await insertPublishRequest(tx, tenantId, {
    id: requestId,
    pointer,
    to,
    answering,
    movesRunning,
    share: share ?? null,
    stopsWhen: wish.stopsWhen ?? null,
    isRollback,
    gate: gate ?? null,
    askedByKind: actor.kind,
    askedById: by.byId,
    askedBy: by.by,
  });
  const position = await recordPolicyChange(tx, env, {
    type: "policy.publish-requested",
    ...to,
    previous: answering?.version ?? null,
    movesRunning,
    share,
    gate,
    pointer,
    requestId,
  });
  return { requestId, position };
};
