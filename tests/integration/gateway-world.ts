import { type Server as HttpServer, createServer } from "node:http";
import { pino } from "pino";
import { type ManagerOptions, type Socket, type SocketOptions, io } from "socket.io-client";
import { vi } from "vitest";
import type { Ack, WireError } from "#contract/ack.ts";
import { type Decoded, makeDecoder } from "#contract/decode-request.ts";
import { DeliveryChecked, DeliveryProbe } from "#contract/delivery-check.ts";
import { DocPointed, DocUpdated, DocVersioned } from "#contract/doc.ts";
import { DocDiscussed } from "#contract/doc-thread.ts";
import {
  ConversationChanged,
  EventsAppended,
  Heartbeat,
  KnowledgeChanged,
  PresenceChanged,
  ReplyDelta,
  ReplyEnded,
  Resync,
  SeenChanged,
  TypingChanged,
} from "#contract/downstream.ts";
import { ModesChanged, PoliciesChanged } from "#contract/mode.ts";
import { namespaces, protocolVersion } from "#contract/names.ts";
import type { SessionStartAck } from "#contract/session-start.ts";
import type { Envelope, Role } from "#engine/actions/envelope.ts";
import { noIdentity } from "#engine/identity/no-identity.ts";
import type { Identity } from "#engine/identity/open-identity.ts";
import type { EventBus } from "#engine/runtime/event-bus.ts";
import { readConfig } from "#engine/runtime/config.ts";
import { makeMetrics } from "#engine/runtime/metrics.ts";
import { addMember } from "#engine/tenancy/add-member.ts";
import { defaultChannelSettings } from "#engine/tenancy/channel-settings.ts";
import { createChannel } from "#engine/tenancy/create-channel.ts";
import { createTenant } from "#engine/tenancy/create-tenant.ts";
import { openSession } from "#engine/tenancy/sessions.ts";
import { systemEnvelope } from "#engine/tenancy/system-envelope.ts";
import { makeMemoryBus } from "#realtime/bus/memory-bus.ts";
import {
  type AttachedGateway,
  type GatewayOptions,
  attachGateway,
} from "#realtime/inbox/attach-gateway.ts";
import { type TestDb, openTestDb } from "../support/test-db.ts";

/** A tenant with a widget, and a session for a member of each role. */
export type TestTenant = {
  readonly tenantId: string;
  readonly channelId: string;
  readonly key: string;
  readonly members: Readonly<Record<TestRole, TestMember>>;
};
export type TestRole = "owner" | "operator" | "viewer";
export type TestMember = {
  readonly memberId: string;
  readonly token: string;
  readonly name: string;
};

/** A gateway on a port of its own. */
export type Node = {
  readonly url: string;
  readonly gateway: AttachedGateway;
  readonly bus: EventBus;
  readonly http: HttpServer;
  /** Lines the gateway has logged, as JSON. */
  readonly lines: readonly string[];
};

/** A client with what it was told, by the name of the message. */
export type Client = {
  readonly socket: Socket;
  /** Sends a request; resolves with the acknowledgement. */
  ask<T = Record<string, unknown>>(name: string, request: unknown): Promise<Ack<T>>;
  /** As `ask`, and throws when it is refused. */
  granted<T = Record<string, unknown>>(name: string, request: unknown): Promise<T>;
  /** Everything of one name that has come. */
  heard<T>(name: string): T[];
  /** Forgets what was heard. */
  forget(): void;
};

/** Two tenants on one database, and as many gateways and clients as a test wants. */
export type World = {
  readonly testDb: TestDb;
  readonly a: TestTenant;
  readonly b: TestTenant;
  /** `env` has settings of the product, as in its environment; without an `identity` no code is sent. */
  node(
    options?: GatewayOptions & {
      readonly env?: Record<string, string>;
      readonly identity?: Identity;
    },
    bus?: EventBus,
  ): Promise<Node>;
  visitor(node: Node, tenant: TestTenant, options?: ClientOptions): Promise<Visitor>;
  operator(node: Node, member: TestMember, options?: ClientOptions): Promise<Client>;
  /** Connects and answers the refusal; throws when the handshake succeeds. */
  refusal(node: Node, namespace: string, options: ClientOptions): Promise<WireError>;
  /** Closes clients and gateways; the database stays. */
  tidy(): Promise<void>;
  close(): Promise<void>;
};

export type ClientOptions = Partial<ManagerOptions & SocketOptions>;

/** A visitor's client after `session.start`. */
export type Visitor = Client & { readonly session: SessionStartAck };

/** Opens the world. Its database is the embedded one unless another is given. */
export const openWorld = async (testDb?: TestDb): Promise<World> => {
  const database = testDb ?? (await openTestDb());
  const { db } = database;
  const [a, b] = [await makeTenant(database, "alpha"), await makeTenant(database, "beta")];
  const open: { close(): unknown }[] = [];
  /** Messages of the server that the contract does not know. */
  const violations: string[] = [];

  const connect = (url: string, options: ClientOptions): Client => {
    const socket = io(url, { ...quiet, ...options });
    open.push(socket);
    return wrap(socket, violations);
  };

  const tidy = async () => {
    for (const thing of open.splice(0).toReversed()) await thing.close();
    const [first] = violations.splice(0);
    if (first !== undefined) throw new Error(`The server broke the contract: ${first}`);
  };

  return {
    testDb: database,
    a,
    b,
    tidy,
    node: async (options = {}, bus) => {
      const lines: string[] = [];
      const log = pino({ level: "info" }, { write: (line) => void lines.push(line) });
      const ownBus = bus ?? makeMemoryBus(log);
      const http = createServer((_, response) => void response.writeHead(404).end());
      await new Promise<void>((resolve) => void http.listen(0, "127.0.0.1", resolve));
      const address = http.address();
      if (address === null || typeof address === "string") throw new Error("no port");
      const url = `http://127.0.0.1:${address.port}`;
      const gateway = attachGateway(
        http,
        {
          db,
          bus: ownBus,
          log,
          metrics: makeMetrics(),
          identity: options.identity ?? noIdentity,
          config: readConfig(options.env ?? {}),
          publicOrigin: () => url,
        },
        options,
      );
      open.push({
        close: async () => {
          await gateway.drain({ withinMs: 0 });
          await ownBus.close();
          http.closeAllConnections();
          await new Promise((resolve) => void http.close(resolve));
        },
      });
      return { url, gateway, bus: ownBus, http, lines };
    },
    visitor: async (node, tenant, options) => {
      const client = connect(`${node.url}${namespaces.visitor}`, {
        auth: { key: tenant.key, version: protocolVersion },
        ...options,
      });
      await connected(client.socket);
      const session = await client.granted<SessionStartAck>("session.start", {
        token: null,
        locale: "en",
      });
      return { ...client, session };
    },
    operator: async (node, member, options) => {
      const client = connect(`${node.url}${namespaces.operator}`, {
        auth: { version: protocolVersion },
        extraHeaders: { cookie: `xin_session=${member.token}`, origin: node.url },
        ...options,
      });
      await connected(client.socket);
      return client;
    },
    refusal: async (node, namespace, options) => {
      const { socket } = connect(`${node.url}${namespace}`, options);
      return new Promise<WireError>((resolve, reject) => {
        socket.once("connect", () => reject(new Error("the handshake was not refused")));
        socket.once("connect_error", (error: Error & { data?: WireError }) => {
          if (error.data === undefined) reject(error);
          else resolve(error.data);
        });
      });
    },
    close: async () => {
      await tidy();
      if (testDb === undefined) await database.close();
    },
  };
};

/** Repeats a check until it holds. */
export const until = <T>(check: () => T | Promise<T>, timeout = 15_000): Promise<T> =>
  vi.waitFor(check, { timeout, interval: 20 });

/** A fresh id, as a client makes them. */
export const anId = (): string => crypto.randomUUID();

/** A message of one text part. */
export const message = (conversationId: string, text: string, clientId = anId()) => ({
  conversationId,
  clientId,
  parts: [{ type: "text", text }],
});

/** No reconnection unless a test wants it, so that a cut is seen as a cut. */
const quiet: ClientOptions = {
  transports: ["websocket"],
  reconnection: false,
  forceNew: true,
  retries: 0,
};

const connected = async (socket: Socket) => {
  if (socket.connected) return;
  await new Promise<void>((resolve, reject) => {
    socket.once("connect", resolve);
    socket.once("connect_error", (error: Error & { data?: unknown }) =>
      reject(new Error(`${error.message} ${JSON.stringify(error.data)}`)),
    );
  });
};

const wrap = (socket: Socket, violations: string[]): Client => {
  const heard: { name: string; body: unknown }[] = [];
  socket.onAny((name: string, body: unknown) => {
    heard.push({ name, body });
    const violation = violationOf(name, body);
    if (violation !== null) violations.push(violation);
  });
  const ask = async <T>(name: string, request: unknown) =>
    (await socket.timeout(10_000).emitWithAck(name, request)) as Ack<T>;
  return {
    socket,
    ask,
    granted: async <T>(name: string, request: unknown) => {
      const answer = await ask<T>(name, request);
      if (!answer.ok) throw new Error(`${name} was refused: ${JSON.stringify(answer.error)}`);
      return answer;
    },
    heard: <T>(name: string) =>
      heard.filter((item) => item.name === name).map(({ body }) => body as T),
    forget: () => void heard.splice(0),
  };
};

const shapes: Readonly<Record<string, (body: unknown) => Decoded<unknown>>> = {
  "events.appended": makeDecoder(EventsAppended),
  "conversation.changed": makeDecoder(ConversationChanged),
  "reply.delta": makeDecoder(ReplyDelta),
  "reply.ended": makeDecoder(ReplyEnded),
  "typing.changed": makeDecoder(TypingChanged),
  "presence.changed": makeDecoder(PresenceChanged),
  "seen.changed": makeDecoder(SeenChanged),
  "knowledge.changed": makeDecoder(KnowledgeChanged),
  "modes.changed": makeDecoder(ModesChanged),
  "policies.changed": makeDecoder(PoliciesChanged),
  heartbeat: makeDecoder(Heartbeat),
  resync: makeDecoder(Resync),
  "delivery.probe": makeDecoder(DeliveryProbe),
  "delivery.checked": makeDecoder(DeliveryChecked),
  "doc.updated": makeDecoder(DocUpdated),
  "doc.pointed": makeDecoder(DocPointed),
  "doc.discussed": makeDecoder(DocDiscussed),
  "doc.versioned": makeDecoder(DocVersioned),
};

/** What is wrong with a message of the server, or null. */
const violationOf = (name: string, body: unknown): string | null => {
  const decoded = shapes[name]?.(body);
  if (decoded === undefined) return `${name} is no message of the contract`;
  return decoded.ok ? null : `${name}: ${decoded.error.message}`;
};

const makeTenant = async ({ db }: TestDb, name: string): Promise<TestTenant> => {
  const slug = `${name}-${anId().slice(0, 8)}`;
  const tenantId = await createTenant(db, { slug, name, by: "test" });
  const envelope = systemEnvelope(tenantId, "test");
  const channel = await createChannel(db, envelope, {
    name: `${name} widget`,
    settings: defaultChannelSettings,
  });
  const member = (role: Role) => makeMember(db, envelope, `${name} ${role}`, role);
  const members = {
    owner: await member("owner"),
    operator: await member("operator"),
    viewer: await member("viewer"),
  };
  return { tenantId, ...channel, members };
};

const makeMember = async (
  db: TestDb["db"],
  envelope: Envelope,
  name: string,
  role: Role,
): Promise<TestMember> => {
  const email = `${anId()}@example.com`;
  const memberId = await addMember(db, envelope, { email, name, role, locale: "en" });
  const token = await openSession(db, { tenantId: envelope.tenantId, memberId });
  return { memberId, token, name };
};
