import { pino } from "pino";
import { v4 as uuidv4 } from "uuid";
import type { Db } from "#db/client.ts";
import type { ActionDeps } from "#engine/actions/action-deps.ts";
import type { Envelope, Role } from "#engine/actions/envelope.ts";
import { postMessage } from "#engine/actions/post-message.ts";
import type { BusMessage, EventBus } from "#engine/runtime/event-bus.ts";
import { addMember } from "#engine/tenancy/add-member.ts";
import { createChannel } from "#engine/tenancy/create-channel.ts";
import { createTenant } from "#engine/tenancy/create-tenant.ts";
import { systemEnvelope } from "#engine/tenancy/system-envelope.ts";

/** A tenant with a channel and people, and envelopes for all who may act in it. */
export type TestWorkspace = {
  readonly tenantId: string;
  readonly channelId: string;
  readonly deps: ActionDeps;
  /** Everything the bus was told, in order. */
  readonly published: BusMessage[];
  addPerson(name: string, role: Role): Promise<Person>;
  addContact(): Promise<Contact>;
  /** A conversation of a new contact, opened by one message. */
  openConversation(text?: string): Promise<OpenedConversation>;
  asAi(epoch: number | undefined, key?: string): Envelope;
  asAutomation(epoch: number | undefined, key?: string): Envelope;
};

export type Person = { readonly id: string; as(key?: string): Envelope };
export type Contact = { readonly id: string; as(key?: string): Envelope };
export type OpenedConversation = { readonly conversationId: string; readonly contact: Contact };

/** Parts of a message that is one text. */
export const text = (words: string) => [{ type: "text", text: words }] as const;

/** A fresh client id. */
export const newId = (): string => uuidv4();

/** Makes a tenant of its own in the database. */
export const makeTestWorkspace = async (db: Db): Promise<TestWorkspace> => {
  const slug = `t-${uuidv4().slice(0, 13)}`;
  const tenantId = await createTenant(db, { slug, name: slug, by: "test" });
  const system = systemEnvelope(tenantId, "test");
  const look = { brand: "#305040", greeting: { en: "Hello", zh: "你好" } };
  const { channelId } = await createChannel(db, system, {
    name: "Help",
    settings: { ...look, suggestions: { en: [], zh: [] }, allowedOrigins: [] },
  });
  const published: BusMessage[] = [];
  const deps = { db, bus: recordingBus(published), log: pino({ level: "silent" }) };

  const envelope = (actor: Envelope["actor"], key: string, epoch?: number): Envelope => ({
    tenantId,
    actor,
    decisionId: null,
    depth: 0,
    idempotencyKey: key,
    dryRun: false,
    traceparent: null,
    ...(epoch === undefined ? {} : { epoch }),
  });

  const addContact = async (): Promise<Contact> => {
    const id = uuidv4();
    await db.tenant(tenantId, async (tx) => {
      await tx`insert into xin.contacts (tenant_id, id, channel_id) values (${tenantId}, ${id}, ${channelId})`;
    });
    return { id, as: (key = uuidv4()) => envelope({ kind: "visitor", id, name: null }, key) };
  };

  return {
    tenantId,
    channelId,
    deps,
    published,
    addContact,
    addPerson: async (name, role) => {
      const email = `${uuidv4()}@example.com`;
      const id = await addMember(db, system, { name, email, role, locale: "en" });
      return { id, as: (key = uuidv4()) => envelope({ kind: "member", id, name, role }, key) };
    },
    openConversation: async (words = "Where is my parcel?") => {
      const contact = await addContact();
      const conversationId = uuidv4();
      const message = { conversationId, channelId, parts: text(words), note: false };
      await postMessage(deps, contact.as(), message);
      return { conversationId, contact };
    },
    asAi: (epoch, key = uuidv4()) => envelope({ kind: "ai", id: null, name: "Xin" }, key, epoch),
    asAutomation: (epoch, key = uuidv4()) =>
      envelope({ kind: "automation", id: null, name: "Away text" }, key, epoch),
  };
};

const recordingBus = (published: BusMessage[]): EventBus => ({
  publish: (message) => void published.push(message),
  subscribe: () => () => {},
  onResync: () => () => {},
  close: () => Promise.resolve(),
});
