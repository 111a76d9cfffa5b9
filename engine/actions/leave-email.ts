import { setContactEmail } from "#db/writes/contacts.ts";
import type { ActionDeps } from "./action-deps.ts";
import { ActionRefused } from "./action-refused.ts";
import type { Envelope } from "./envelope.ts";
import { assertActor } from "./fence.ts";
import { isEmail } from "./is-email.ts";
import type { Outcome } from "./outcome.ts";
import { publicEvent, visitorArrives } from "./plan-message.ts";
import { refusalOf } from "./refusal-of.ts";
import { runAct } from "./run-act.ts";

/** With a channel it may be the first act of a conversation. */
export type LeaveEmail = {
  readonly conversationId: string;
  readonly channelId?: string;
  readonly email: string;
};

/**
 * A visitor leaves an e-mail address: it belongs to the contact from then on, and the conversation says so.
 * Refused as `invalid` when it cannot be one. Nobody has proven that it is theirs.
 */
export const leaveEmail = (
  deps: ActionDeps,
  env: Envelope,
  input: LeaveEmail,
): Promise<Outcome> => {
  const { conversationId, channelId } = input;
  const email = input.email.normalize("NFKC").trim();
  const contactId = env.actor.id;
  const refusal = refusalOf(() => {
    assertActor(env, ["visitor"]);
    if (!isEmail(email)) throw new ActionRefused({ kind: "invalid", message: noEmail });
  });
  const opening =
    refusal === null && channelId !== undefined && contactId !== null
      ? { channelId, contactId, locale: null, page: null }
      : null;
  return runAct(deps, {
    env,
    conversationId,
    refusal,
    opening,
    decide: ({ row }) => ({
      events: [...visitorArrives(row, opening), publicEvent({ type: "contact.email-left", email })],
      inverse: null,
      alsoWrite: (tx) => setContactEmail(tx, row.contactId, email),
    }),
  });
};

const noEmail = "This is no e-mail address. Write one such as name@example.com.";
