import { createServer } from "node:http";
import { pino } from "pino";
import { namespaces, protocolVersion } from "#contract/names.ts";
import type { DocName } from "#contract/doc.ts";
import { createPolicy } from "#engine/policy/create-policy.ts";
import { defaultPolicyText } from "#engine/policy/default-policy.ts";
import { memberEnvelope } from "#engine/tenancy/member-envelope.ts";
import type { ActionDeps } from "#engine/actions/action-deps.ts";
import { readConfig } from "#engine/runtime/config.ts";
import { noIdentity } from "#engine/identity/no-identity.ts";
import { makeMetrics } from "#engine/runtime/metrics.ts";
import { makeMemoryBus } from "#realtime/bus/memory-bus.ts";
import { type AttachedGateway, attachGateway } from "#realtime/inbox/attach-gateway.ts";
import type { GatewayLimits } from "#realtime/inbox/gateway-deps.ts";
import {
  type Audience,
  type Door,
  type Filling,
  type Key,
  type Opening,
  type Publication,
  paced,
} from "./door.ts";
import { listenOnLoopback } from "./listen-on-loopback.ts";
import { type Workspace, makeConversation, makeWorkspace, postWords } from "./make-workspace.ts";
import { obey } from "./obey.ts";
import { type BenchDatabase, openDatabase } from "./open-database.ts";
import { sampleEvents } from "./sample-events.ts";

/*
 * The product's gateway by itself in a process, made of its own parts: handshakes against a database, a
 * real bus, real delivery, every check and limit of a request. The rates are raised, since all clients of
 * a bench share an address; they are judged all the same.
 */
const manyTokens = { burst: 1e9, perSecond: 1e9 };
const limits: Partial<GatewayLimits> = {
  handshakes: manyTokens,
  handshakesPerAddress: manyTokens,
  newVisitorsPerAddress: manyTokens,
  visitorRequests: manyTokens,
  operatorRequests: manyTokens,
  tenantRequests: manyTokens,
};

type Running = {
  readonly database: BenchDatabase;
  readonly gateway: AttachedGateway;
  readonly deps: ActionDeps;
  readonly workspaces: readonly Workspace[];
};

type ProductOpening = Opening & {
  /** Null for an embedded database. */
  readonly databaseUrl: string | null;
  readonly tenants: number;
  readonly membersEach: number;
};

const http = createServer((_, response) => void response.writeHead(404).end());
let running: Running | undefined;
let lastSeq = 1;

const open = async (opening: ProductOpening): Promise<Door> => {
  const { databaseUrl, audience, tenants, membersEach, quiet } = opening;
  const database = await openDatabase(databaseUrl);
  const log = pino({ level: "warn" });
  const bus = makeMemoryBus(log);
  const deps = { db: database.db, bus, log, metrics: makeMetrics() };
  const host = await listenOnLoopback(http);
  const config = readConfig({});
  const publicOrigin = () => `http://${host}`;
  const gateway = attachGateway(
    http,
    { ...deps, identity: noIdentity, config, publicOrigin },
    { limits },
  );
  const workspaces: Workspace[] = [];
  while (workspaces.length < tenants) workspaces.push(await makeWorkspace(deps, membersEach));
  running = { database, gateway, deps, workspaces };
  const namespace = audience === "members" ? namespaces.operator : namespaces.visitor;
  const keys = workspaces.flatMap((at) => keysOf(at, audience, host));
  return {
    host,
    namespace,
    keys: quiet === true ? keys.map((key) => ({ ...key, first: null })) : keys,
  };
};

const keysOf = (workspace: Workspace, audience: Audience, host: string): Key[] => {
  const { key, sessions, visitor } = workspace;
  const { conversationId, token } = visitor;
  const echo = { name: "typing.set", body: { conversationId, typing: true } };
  if (audience === "members") {
    const first = { name: "conversation.join", body: { conversationId } };
    return sessions.map((session) => ({
      headers: { cookie: `xin_session=${session}`, origin: `http://${host}` },
      auth: { version: protocolVersion },
      first,
      echo,
    }));
  }
  const start = { token: audience === "one-visitor" ? token : null, locale: "en" };
  const auth = { key, version: protocolVersion };
  return [{ headers: {}, auth, first: { name: "session.start", body: start }, echo }];
};

const publish = async ({ events, ...pace }: Publication): Promise<void> => {
  const { deps, workspaces } = assertRunning();
  const [{ tenantId, visitor }] = workspaces as [Workspace];
  const { conversationId } = visitor;
  await paced(pace, () => {
    const batch = sampleEvents(conversationId, lastSeq + 1, events);
    lastSeq += events;
    deps.bus.publish({
      type: "committed",
      tenantId,
      conversationId,
      events: batch,
      teamOnlySeqs: [],
      position: lastSeq,
    });
  });
};

/** Writes conversations by the product's own action, many at once. */
const fill = async ({ conversations, events }: Filling): Promise<string[]> => {
  const { deps, workspaces } = assertRunning();
  const [workspace] = workspaces as [Workspace];
  const ids: string[] = [];
  while (ids.length < conversations) {
    const conversation = await makeConversation(deps, workspace);
    // The first message opened it, and the event of its opening stands before that.
    const post = () => postWords(deps, workspace, conversation);
    await Promise.all(Array.from({ length: events - 2 }, post));
    ids.push(conversation.conversationId);
  }
  return ids;
};

/** Makes a page that the members of the first workspace may write. */
const page = async (): Promise<DocName> => {
  const { deps, workspaces } = assertRunning();
  const [{ tenantId }] = workspaces as [Workspace];
  await deps.db.tenant(tenantId, (tx) => tx`update xin.members set role = 'author'`);
  const author = memberEnvelope({ tenantId, memberId: crypto.randomUUID(), role: "author" });
  const text = defaultPolicyText("Bench");
  const { policyId } = await createPolicy(deps, author, { name: "Page", text });
  return { kind: "policy", id: policyId };
};

const assertRunning = (): Running => {
  if (running === undefined) throw new Error("Open it first");
  return running;
};

const end = async () => {
  await running?.gateway.drain({ withinMs: 0 });
  await running?.database.close();
};

obey({ open, publish, fill, page }, end);
