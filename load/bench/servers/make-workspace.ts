import { v7 as uuidv7 } from "uuid";
import type { Db } from "#db/client.ts";
import type { ActionDeps } from "#engine/actions/action-deps.ts";
import type { Envelope } from "#engine/actions/envelope.ts";
import { postMessage } from "#engine/actions/post-message.ts";
import { addMember } from "#engine/tenancy/add-member.ts";
import { defaultChannelSettings } from "#engine/tenancy/channel-settings.ts";
import { createChannel } from "#engine/tenancy/create-channel.ts";
import { createTenant } from "#engine/tenancy/create-tenant.ts";
import { openSession } from "#engine/tenancy/sessions.ts";
import { systemEnvelope } from "#engine/tenancy/system-envelope.ts";
import { startVisitorSession } from "#engine/tenancy/visitor-sessions.ts";
import { words } from "./sample-events.ts";

/** A tenant with a widget, members who are signed in, and a visitor who has written once. */
export type Workspace = {
  readonly tenantId: string;
  readonly channelId: string;
  /** The widget's public key. */
  readonly key: string;
  /** Session tokens of its members. */
  readonly sessions: readonly string[];
  readonly visitor: Conversation & { readonly token: string };
};

/** A conversation and whose it is. */
export type Conversation = { readonly conversationId: string; readonly contactId: string };

/** Makes a tenant with so many members. */
export const makeWorkspace = async (deps: ActionDeps, members: number): Promise<Workspace> => {
  const { db } = deps;
  const slug = `bench-${crypto.randomUUID().slice(0, 13)}`;
  const tenantId = await createTenant(db, { slug, name: "Bench", by: "bench" });
  const system = systemEnvelope(tenantId, "bench");
  const channel = { name: "Widget", settings: defaultChannelSettings };
  const { channelId, key } = await createChannel(db, system, channel);
  const place = { tenantId, channelId };
  const sessions: string[] = [];
  while (sessions.length < members) sessions.push(await makeSession(db, system));
  const { token, contactId } = await newVisitor(db, place);
  const conversationId = await openConversation(deps, place, contactId);
  return { ...place, key, sessions, visitor: { conversationId, contactId, token } };
};

/** A new contact with a conversation of its own. */
export const makeConversation = async (
  deps: ActionDeps,
  place: Pick<Workspace, "tenantId" | "channelId">,
): Promise<Conversation> => {
  const { contactId } = await newVisitor(deps.db, place);
  return { contactId, conversationId: await openConversation(deps, place, contactId) };
};

const newVisitor = (db: Db, place: Pick<Workspace, "tenantId" | "channelId">) =>
  db.tenant(place.tenantId, (tx) => startVisitorSession(tx, place, { token: null, locale: "en" }));

/** Posts the sample message as the contact, under an id of its own. */
export const postWords = (
  deps: ActionDeps,
  { tenantId, channelId }: Pick<Workspace, "tenantId" | "channelId">,
  { conversationId, contactId }: Conversation,
) => {
  const envelope: Envelope = {
    tenantId,
    actor: { kind: "visitor", id: contactId, name: null },
    decisionId: null,
    depth: 0,
    idempotencyKey: crypto.randomUUID(),
    dryRun: false,
    traceparent: null,
  };
  const parts = [{ type: "text", text: words }] as const;
  return postMessage(deps, envelope, { conversationId, channelId, parts, note: false });
};

const openConversation = async (
  deps: ActionDeps,
  place: Pick<Workspace, "tenantId" | "channelId">,
  contactId: string,
) => {
  const conversationId = uuidv7();
  await postWords(deps, place, { conversationId, contactId });
  return conversationId;
};

const makeSession = async (db: Db, system: Envelope): Promise<string> => {
  const email = `${crypto.randomUUID()}@example.com`;
  const member = { email, name: "A member", role: "operator", locale: "en" } as const;
  const memberId = await addMember(db, system, member);
  return openSession(db, { tenantId: system.tenantId, memberId });
};
