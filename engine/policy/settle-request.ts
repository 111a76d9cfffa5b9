import type { Tx } from "#db/client.ts";
import { type PublishRequest, readPublishRequest } from "#db/reads/publish-requests.ts";
import { holdMemberRole } from "#db/writes/hold-member-role.ts";
import { lockModes } from "#db/writes/modes.ts";
import { type Settlement, settlePublishRequest } from "#db/writes/publish-requests.ts";
import type { ActionDeps } from "../actions/action-deps.ts";
import { isId } from "../actions/check-envelope.ts";
import type { Envelope } from "../actions/envelope.ts";
import { assertMay } from "../tenancy/permissions.ts";
import { announceRequests } from "./announce-requests.ts";
import { recordPolicyChange } from "./record-policy-change.ts";
import { RequestRefused } from "./request-refused.ts";

/** Longest words of whoever approves or declines, in UTF-16 code units. */
export const maxRequestWords = 500;

/** What somebody says to a request. */
export type RequestAnswer = { readonly requestId: string; readonly words: string };

/**
 * Declines what a colleague asked for; the words say why. Needs a member with `policies.publish`; refused as
 * RequestRefused.
 */
export const declineRequest = async (
  deps: ActionDeps,
  env: Envelope,
  { requestId, words }: RequestAnswer,
): Promise<void> => {
  assertMay(env.actor.role, "policies.publish");
  const said = words.trim();
  if (said === "" || said.length > maxRequestWords) throw new RequestRefused("words");
  const position = await deps.db.tenant(env.tenantId, async (tx) => {
    const request = await lockRequest(tx, env, requestId);
    await holdSecondPerson(tx, env, request);
    await settleAs(tx, env, request, { state: "declined", words: said });
    return recordSettled(tx, env, request, "policy.publish-declined");
  });
  announceRequests(deps, env.tenantId, position);
};

/** Takes back what the envelope's actor asked for. Needs `policies.publish`; refused as RequestRefused. */
export const withdrawRequest = async (
  deps: ActionDeps,
  env: Envelope,
  { requestId }: Pick<RequestAnswer, "requestId">,
): Promise<void> => {
  assertMay(env.actor.role, "policies.publish");
  const position = await deps.db.tenant(env.tenantId, async (tx) => {
    const request = await lockRequest(tx, env, requestId);
    const { kind, id } = env.actor;
    if (request.askedByKind !== kind || request.askedById !== (id ?? kind)) {
      throw new RequestRefused("not_yours");
    }
    await settleAs(tx, env, request, { state: "withdrawn", words: null });
    return recordSettled(tx, env, request, "policy.publish-withdrawn");
  });
  announceRequests(deps, env.tenantId, position);
};

/** The request, after the lock under which pointers move and requests are settled. Refused as `gone` and `settled`. */
export const lockRequest = async (
  tx: Tx,
  { tenantId }: Envelope,
  requestId: string,
): Promise<PublishRequest> => {
  await lockModes(tx, tenantId);
  const request = isId(requestId) ? await readPublishRequest(tx, requestId) : null;
  if (request === null) throw new RequestRefused("gone");
  if (request.state !== "open" && request.state !== "overtaken")
    throw new RequestRefused("settled");
  return request;
};

/**
 * Makes sure that the actor is a member who may publish, also as the database has it now, and is not who asked, with a
 * token of their own or without. Refused as `person` and `own`, and as `forbidden` for a role that was taken away.
 */
export const holdSecondPerson = async (
  tx: Tx,
  { actor }: Envelope,
  { askedById }: PublishRequest,
): Promise<void> => {
  if (actor.kind !== "member" || actor.id === null) throw new RequestRefused("person");
  assertMay((await holdMemberRole(tx, actor.id)) ?? undefined, "policies.publish");
  const [token] = await tx`select from xin.audit_log
    where action = 'token.create' and target = ${askedById} and actor_id = ${actor.id} limit 1`;
  if (askedById === actor.id || token !== undefined) throw new RequestRefused("own");
};

/** Settles it in the actor's name. */
export const settleAs = async (
  tx: Tx,
  { actor }: Envelope,
  { id }: PublishRequest,
  how: Pick<Settlement, "state" | "words">,
): Promise<void> => {
  const by = { byId: actor.id ?? actor.kind, by: actor.name ?? actor.kind };
  if (!(await settlePublishRequest(tx, id, { ...by, ...how }))) throw new RequestRefused("settled");
};

const recordSettled = (
  tx: Tx,
  env: Envelope,
  { id, policyId, version, pointer }: PublishRequest,
  type: "policy.publish-declined" | "policy.publish-withdrawn",
) => recordPolicyChange(tx, env, { type, policyId, version, pointer, requestId: id });
