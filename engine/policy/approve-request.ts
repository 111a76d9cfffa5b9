import type { Tx } from "#db/client.ts";
import { readMember } from "#db/reads/members.ts";
import { readPolicyVersion, readProductionPolicy } from "#db/reads/policies.ts";
import type { PublishRequest } from "#db/reads/publish-requests.ts";
import { lockPolicy } from "#db/writes/policies.ts";
import type { ActionDeps } from "../actions/action-deps.ts";
import type { Envelope } from "../actions/envelope.ts";
import { assertMay, may } from "../tenancy/permissions.ts";
import { announcePointer } from "./announce-pointer.ts";
import { readKnownNames } from "./known-names.ts";
import { putInCanary } from "./put-in-canary.ts";
import { putInProduction } from "./put-in-production.ts";
import { readGone } from "./read-gone.ts";
import { RequestRefused } from "./request-refused.ts";
import { RollbackGone } from "./rollback-gone.ts";
import {
  holdSecondPerson,
  lockRequest,
  maxRequestWords,
  type RequestAnswer,
  settleAs,
} from "./settle-request.ts";
import { noPolicy, requirePolicy } from "./store-version.ts";

/** A second person's yes. */
export type ApproveRequest = RequestAnswer & {
  /** Whoever approves going back knows what is gone of what the version was written with. */
  readonly acceptsGone?: boolean;
};

/**
 * Moves the pointer that a colleague asked to move. Everything is looked at again in the transaction that does
 * it: that the actor is a member who may publish and did not ask, that whoever asked still may, that no pointer has
 * moved since, and that the page names nothing that is gone. Refused as RequestRefused, as `invalid` for such a
 * page, and as RollbackGone where the version has answered before and something of it is gone.
 */
export const approveRequest = async (
  deps: ActionDeps,
  env: Envelope,
  { requestId, words, acceptsGone = false }: ApproveRequest,
): Promise<void> => {
  assertMay(env.actor.role, "policies.publish");
  const said = words.trim();
  if (said.length > maxRequestWords) throw new RequestRefused("words");
  const position = await deps.db.tenant(env.tenantId, async (tx) => {
    const request = await lockRequest(tx, env, requestId);
    await holdSecondPerson(tx, env, request);
    await requireAsker(tx, request);
    if (request.state === "overtaken") throw new RequestRefused("overtaken");
    await settleAs(tx, env, request, { state: "approved", words: said === "" ? null : said });
    return moveAsAsked(tx, env, request, { acceptsGone, at: deps.clock?.() });
  });
  await announcePointer(deps, env.tenantId, position);
};

const requireAsker = async (tx: Tx, { askedByKind, askedById }: PublishRequest) => {
  if (askedByKind !== "member") return;
  const member = await readMember(tx, askedById);
  if (member === null || !may(member.role, "policies.publish")) throw new RequestRefused("asker");
};

const moveAsAsked = async (
  tx: Tx,
  env: Envelope,
  request: PublishRequest,
  { acceptsGone, at }: { readonly acceptsGone: boolean; readonly at: Date | undefined },
): Promise<number> => {
  const { policyId, version, movesRunning, share, stopsWhen, isRollback, id: requestId } = request;
  const current = await lockPolicy(tx, policyId);
  const found = await readPolicyVersion(tx, policyId, version);
  if (current === null || found === null) throw noPolicy();
  if (!isRollback) requirePolicy(found.text, await readKnownNames(tx));
  const gone = isRollback && !acceptsGone ? await readGone(tx, found) : null;
  if (gone !== null) throw new RollbackGone(version, gone);
  const to = { policyId, version };
  const how = { gate: request.gate ?? undefined, requestId, at };
  return share === null
    ? putInProduction(tx, env, {
        to,
        answering: await readProductionPolicy(tx),
        previous: current.productionVersion,
        running: movesRunning ? "move" : "stay",
        ...how,
      })
    : putInCanary(tx, env, { to, share, stopsWhen, movesRunning, ...how });
};
