import { v4 as uuidv4 } from "uuid";
import type { CodeEnterAck, CodeSendAck } from "#contract/identity-requests.ts";
import type { Tx } from "#db/client.ts";
import { readConversationRow } from "#db/reads/conversations.ts";
import { readEvents } from "#db/reads/events.ts";
import type { LockedConversation } from "#db/writes/begin-append.ts";
import {
  countWrongCode,
  insertIdentityCheck,
  lockIdentityCheck,
  readLastCheckedEmail,
  readSentCodes,
  setVerified,
  takeTurnToSend,
} from "#db/writes/identity-checks.ts";
import type { Plan } from "../actions/act.ts";
import type { ActionDeps } from "../actions/action-deps.ts";
import { ActionRefused } from "../actions/action-refused.ts";
import { noConversation } from "../actions/check-envelope.ts";
import type { Envelope } from "../actions/envelope.ts";
import { assertActor } from "../actions/fence.ts";
import { addressesIn } from "../actions/addresses-in.ts";
import { isEmail } from "../actions/is-email.ts";
import { publicEvent } from "../actions/plan-message.ts";
import { refusalOf } from "../actions/refusal-of.ts";
import { runAct } from "../actions/run-act.ts";
import { recordAudit } from "../audit/record-audit.ts";
import type { Mail } from "../mail/open-mail.ts";
import type { KeyProvider } from "../tenancy/key-provider.ts";
import { assertMay } from "../tenancy/permissions.ts";
import { codeMail, codeSeconds } from "./code-mail.ts";
import { isCode, makeCode, readCode } from "./code.ts";
import { maskEmail } from "./mask-email.ts";
import { nextSendAt } from "./send-limits.ts";

/** Has visitors prove an e-mail address by a code that is sent to it. */
export type Identity = {
  /** Whether codes can go out at all. */
  isSetUp(tx: Tx): Promise<boolean>;
  /** When a code may be sent to an address; null for at once. */
  nextSendAt(tx: Tx, contactId: string, email: string): Promise<Date | null>;
  /** What sending a code writes, as a part of another act. Throws CodeTooSoon. */
  planSend(env: Envelope, row: LockedConversation, email: string, tx: Tx): Promise<Plan>;
  /**
   * Sends a code: for a member to the address the visitor wrote last or left, for a visitor once more to where the last one
   * went. Refused as `conflict` where there is no such address or no mail goes out, as `forbidden` without the right
   * to answer.
   */
  send(env: Envelope, input: { readonly conversationId: string }): Promise<CodeSendAck>;
  /** Tries a code, as its visitor. Each of the five tries counts, however many come at once. */
  enter(
    env: Envelope,
    input: { readonly conversationId: string; readonly checkId: string; readonly code: string },
  ): Promise<CodeEnterAck>;
};

/** What it works with. */
export type IdentityDeps = ActionDeps & {
  readonly keyProvider: KeyProvider;
  readonly mail: Pick<Mail, "isSetUp" | "sendWithin">;
};

/** No code may be sent yet. */
export class CodeTooSoon extends Error {
  readonly againAt: Date;

  constructor(againAt: Date) {
    super("A code was sent a short time ago");
    this.againAt = againAt;
  }
}

/** Wrong codes after which none is taken any more. */
const mostTries = 5;

/** Binds the acts to what they work with. Made once in a process. */
export const openIdentity = (deps: IdentityDeps): Identity => ({
  isSetUp: (tx) => deps.mail.isSetUp(tx),
  nextSendAt: async (tx, contactId, email) => {
    const { now, ...sent } = await readSentCodes(tx, contactId, email.toLowerCase());
    return nextSendAt(sent, now);
  },
  planSend: (env, row, email, tx) => planSend(deps, env, row, email, tx),
  send: (env, input) => send(deps, env, input),
  enter: (env, input) => enter(deps, env, input),
});

const planSend = async (
  { keyProvider, mail }: IdentityDeps,
  env: Envelope,
  row: LockedConversation,
  address: string,
  tx: Tx,
): Promise<Plan> => {
  const { tenantId } = env;
  const email = address.trim().toLowerCase();
  if (!isEmail(email)) throw new ActionRefused({ kind: "conflict", message: noAddress });
  if (!(await mail.isSetUp(tx))) throw new ActionRefused({ kind: "conflict", message: noMail });
  await takeTurnToSend(tx, tenantId);
  const { now, ...sent } = await readSentCodes(tx, row.contactId, email);
  const againAt = nextSendAt(sent, now);
  if (againAt !== null) throw new CodeTooSoon(againAt);
  const [tenant] = await tx<{ name: string }[]>`select name from xin.tenants`;
  const id = uuidv4();
  const { code, ...stored } = await makeCode(keyProvider, tenantId, id);
  const { decisionId } = env;
  return {
    events: [
      publicEvent({ type: "identity.asked", checkId: id, address: maskEmail(email), decisionId }),
    ],
    inverse: null,
    alsoWrite: async (write) => {
      const whose = { conversationId: row.id, contactId: row.contactId, email };
      await insertIdentityCheck(write, tenantId, {
        id,
        ...whose,
        ...stored,
        validSeconds: codeSeconds,
      });
      await mail.sendWithin(write, tenantId, {
        id,
        to: email,
        ...codeMail(row.locale, tenant?.name ?? "", code),
        sendWithinSeconds: codeSeconds,
      });
      await recordAudit(write, env, "identity.asked", row.id, { checkId: id });
    },
  };
};

const send = async (
  deps: IdentityDeps,
  env: Envelope,
  { conversationId }: { readonly conversationId: string },
): Promise<CodeSendAck> => {
  const isVisitor = env.actor.kind === "visitor";
  try {
    const { seq } = await runAct(deps, {
      env,
      conversationId,
      refusal: refusalOf(() => {
        assertActor(env, ["visitor", "member", "api"]);
        if (!isVisitor) assertMay(env.actor.role, "conversations.write");
      }),
      opening: null,
      decide: async ({ row }, tx) => {
        const email = isVisitor
          ? await readLastCheckedEmail(tx, row.id)
          : await readGivenEmail(tx, row.id);
        if (email === null) throw new ActionRefused({ kind: "conflict", message: noAddress });
        return planSend(deps, env, row, email, tx);
      },
    });
    return { seq, againAt: null };
  } catch (error) {
    if (error instanceof CodeTooSoon) return { seq: null, againAt: error.againAt.toISOString() };
    throw error;
  }
};

/** The address that the visitor wrote last, or else left; null for none. */
const readGivenEmail = async (tx: Tx, conversationId: string): Promise<string | null> => {
  const { events } = await readEvents(tx, conversationId, { limit: 60, audience: "team" });
  const written = events.flatMap(({ actor, body }) =>
    actor.kind === "visitor" && body.type === "message.posted" && !body.retracted
      ? body.parts.flatMap(({ text }) => addressesIn(text))
      : [],
  );
  const row = await readConversationRow(tx, conversationId, null);
  return written.at(-1) ?? row?.contact.email ?? null;
};

const enter = async (
  deps: IdentityDeps,
  env: Envelope,
  {
    conversationId,
    checkId,
    code,
  }: { readonly conversationId: string; readonly checkId: string; readonly code: string },
): Promise<CodeEnterAck> => {
  let answer: CodeEnterAck = { outcome: "expired", triesLeft: 0 };
  await runAct(deps, {
    env,
    conversationId,
    refusal: refusalOf(() => assertActor(env, ["visitor"])),
    opening: null,
    decide: async ({ row }, tx) => {
      const check = await lockIdentityCheck(tx, checkId, row.id, row.contactId);
      if (check === null) throw noConversation();
      const typed = readCode(code);
      const isRight =
        check.state === "open" && !check.isLate && typed !== null
          ? await isCode(deps.keyProvider, env.tenantId, checkId, check, typed)
          : null;
      answer = answerTo(check, isRight);
      return planEntered(env, row, checkId, check.email, answer, isRight);
    },
  });
  return answer;
};

/** `isRight` null: no code was tried. */
const answerTo = (
  {
    state,
    isLate,
    tries,
  }: { readonly state: string; readonly isLate: boolean; readonly tries: number },
  isRight: boolean | null,
): CodeEnterAck => {
  if (isRight === true || state === "verified") return { outcome: "verified", triesLeft: 0 };
  if (state === "locked") return { outcome: "locked", triesLeft: 0 };
  if (state === "replaced" || isLate) return { outcome: "expired", triesLeft: 0 };
  const triesLeft = mostTries - tries - (isRight === null ? 0 : 1);
  return triesLeft === 0 ? { outcome: "locked", triesLeft } : { outcome: "wrong", triesLeft };
};

const planEntered = (
  env: Envelope,
  row: LockedConversation,
  checkId: string,
  email: string,
  { outcome, triesLeft }: CodeEnterAck,
  isRight: boolean | null,
): Plan => {
  if (isRight === null) return { events: [], inverse: null };
  const audit = (tx: Tx) => recordAudit(tx, env, "identity.tried", row.id, { checkId, outcome });
  const settled = { type: "identity.settled", checkId, address: maskEmail(email) } as const;
  if (outcome === "verified") {
    return {
      events: [publicEvent({ ...settled, outcome })],
      inverse: null,
      alsoWrite: async (tx) => {
        await setVerified(tx, checkId, row.contactId, email);
        await audit(tx);
      },
    };
  }
  return {
    events: outcome === "locked" ? [publicEvent({ ...settled, outcome })] : [],
    inverse: null,
    alsoWrite: async (tx) => {
      await countWrongCode(tx, checkId, triesLeft === 0 ? "locked" : "open");
      await audit(tx);
    },
  };
};

const noAddress = "The visitor has given no e-mail address. Ask for it first.";
const noMail =
  "No mail goes out of this workspace, so no code can be sent. An owner sets up a server under Settings, Mail.";
