import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { vi } from "vitest";
import type { ConversationEvent } from "#contract/conversation-event.ts";
import type { ConversationRow } from "#contract/conversation-row.ts";
import type { Decision } from "#contract/decision.ts";
import { readConversationRow } from "#db/reads/conversations.ts";
import { readDecisions } from "#db/reads/decisions.ts";
import { readEvents } from "#db/reads/events.ts";
import type { ActionDeps } from "#engine/actions/action-deps.ts";
import { postMessage } from "#engine/actions/post-message.ts";
import { indexNow } from "#engine/knowledge/index-now.ts";
import { createPolicy } from "#engine/policy/create-policy.ts";
import { publishPolicy } from "#engine/policy/publish-policy.ts";
import { extractiveProvider, type Provider } from "#engine/reply/provider.ts";
import { noIdentity } from "#engine/identity/no-identity.ts";
import type { Identity } from "#engine/identity/open-identity.ts";
import type { ReplySettings } from "#engine/reply/reply-settings.ts";
import { type Replies, startReplies } from "#engine/reply/start-replies.ts";
import { readConfig } from "#engine/runtime/config.ts";
import type { BusMessage } from "#engine/runtime/event-bus.ts";
import { makeMetrics } from "#engine/runtime/metrics.ts";
import { openLocalKeys } from "#engine/tenancy/key-provider.ts";
import { systemEnvelope } from "#engine/tenancy/system-envelope.ts";
import { makeMemoryBus } from "#realtime/bus/memory-bus.ts";
import { openTestDb } from "../support/test-db.ts";
import { type Contact, makeTestWorkspace, newId, text } from "../support/test-workspace.ts";

/** A document of the knowledge base: one passage. */
export type Document = {
  readonly title: string;
  readonly text: string;
  readonly lang?: "en" | "zh";
  readonly url?: string;
  readonly heading?: string;
};

/** Settings that make a reply fast enough for a test. */
const quick: Partial<ReplySettings> = {
  providers: [extractiveProvider],
  paceMs: 0,
  pollMs: 200,
  leaseMs: 2000,
};

/**
 * A database with the real actions and the real retrieval, and as many reply workers as a test wants.
 * PostgreSQL when XIN_TEST_DATABASE_URL is set, else the embedded one.
 */
export const openReplyWorld = async () => {
  const test = await openTestDb(process.env["XIN_TEST_DATABASE_URL"] ? "postgres" : "embedded");
  const log = pino({ level: process.env["XIN_TEST_LOG"] ?? "silent" });
  const bus = makeMemoryBus(log);
  const dataDir = await mkdtemp(join(tmpdir(), "xin-replies-"));
  const keyProvider = await openLocalKeys(dataDir);
  const config = readConfig({
    XIN_MODEL_ALLOW: "127.0.0.0/8",
    XIN_CRM_ALLOW: "127.0.0.0/8",
  });
  const heard: BusMessage[] = [];
  bus.subscribe((message) => void heard.push(message));
  const deps: ActionDeps = { db: test.db, bus, log };
  const workers: Replies[] = [];
  const tenants: string[] = [];

  /** Ends every worker and forgets what still waits, so that the next test begins with nothing. */
  const stopWorkers = async () => {
    await Promise.all(workers.splice(0).map((worker) => worker.stop()));
    for (const tenantId of tenants.splice(0)) {
      await test.db.tenant(tenantId, (tx) => tx`delete from xin.reply_tasks`);
    }
    heard.length = 0;
  };

  /** `parts` replaces the database or the bus: another node, or one that fails. */
  const startWorker = (
    overrides: Partial<ReplySettings> = {},
    parts: Partial<ActionDeps & { readonly identity: Identity }> = {},
  ): Replies => {
    const made = { metrics: makeMetrics(), config, keyProvider };
    const services = { ...deps, ...parts, ...made, identity: parts.identity ?? noIdentity };
    const replies = startReplies(services, { ...quick, ...overrides });
    workers.push(replies);
    return replies;
  };

  return {
    testDb: test,
    deps,
    bus,
    heard,
    /** What changes of models work with. */
    modelDeps: { ...deps, config, keyProvider },
    startWorker,
    stopWorkers,
    makeWorkspace: async (policy: string, documents: readonly Document[]) => {
      const workspace = await makeReplyWorkspace(deps, policy, documents);
      tenants.push(workspace.tenantId);
      return workspace;
    },
    close: async () => {
      await stopWorkers();
      await bus.close();
      await test.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};

export type ReplyWorld = Awaited<ReturnType<typeof openReplyWorld>>;

const makeReplyWorkspace = async (
  deps: ActionDeps,
  policy: string,
  documents: readonly Document[],
) => {
  const workspace = await makeTestWorkspace(deps.db);
  const { tenantId, channelId } = workspace;
  const system = systemEnvelope(tenantId, "test");
  await indexNow(
    deps,
    system,
    documents.map(({ title, text: words, lang = "en", url = null, heading = "" }) => ({
      title,
      url,
      lang,
      filename: `${title}.md`,
      mime: "text/markdown",
      content: Buffer.from(`${title}\n${words}`),
      chunks: [{ title, heading, text: words, lang, anchor: null, page: null }],
    })),
  );
  const { policyId } = await createPolicy(deps, system, { name: "Help", text: policy });
  await publishPolicy(deps, system, { policyId, version: 1 });

  const conversation = (conversationId: string, contact: Contact) => {
    const read = {
      row: async (): Promise<ConversationRow> => {
        const row = await deps.db.tenant(tenantId, (tx) =>
          readConversationRow(tx, conversationId, null),
        );
        if (row === null) throw new Error("There is no such conversation");
        return row;
      },
      decisions: (): Promise<Decision[]> =>
        deps.db.tenant(tenantId, (tx) => readDecisions(tx, conversationId)),
      events: async (): Promise<ConversationEvent[]> =>
        (
          await deps.db.tenant(tenantId, (tx) =>
            readEvents(tx, conversationId, { after: 0, limit: 200, audience: "team" }),
          )
        ).events,
    };
    /** What the AI has said in public, oldest first. */
    const said = async () =>
      (await read.events()).flatMap(({ actor, body }) =>
        body.type === "message.posted" && actor.kind === "ai"
          ? [body.parts.map((part) => part.text).join("")]
          : [],
      );
    return {
      id: conversationId,
      contact,
      ...read,
      said,
      say: (words: string) =>
        postMessage(deps, contact.as(), {
          conversationId,
          channelId,
          parts: text(words),
          note: false,
        }),
      /** The n-th decision, once it is there. */
      decided: async (count = 1): Promise<Decision> => {
        const decisions = await vi.waitUntil(
          async () => {
            const all = await read.decisions();
            return all.length >= count ? all : null;
          },
          { timeout: 20_000, interval: 25 },
        );
        const decision = decisions[count - 1];
        if (decision === undefined) throw new Error("unreachable");
        return decision;
      },
      /** Types of its events, in order. */
      types: async () => (await read.events()).map(({ body }) => body.type),
    };
  };

  return {
    ...workspace,
    system,
    policyId,
    /** A visitor's new conversation, not opened before the first `say`. */
    visitor: async () => conversation(newId(), await workspace.addContact()),
    /** How many replies wait in the database. */
    tasks: () =>
      deps.db.tenant(tenantId, async (tx) => {
        const [row] = await tx<{ n: number }[]>`select count(*)::int as n from xin.reply_tasks`;
        return row?.n ?? 0;
      }),
  };
};

/** What was shown of a conversation's answer while it was written, by audience. */
export const shownOf = (world: ReplyWorld, conversationId: string, audience: "public" | "team") =>
  world.heard
    .flatMap((message) =>
      message.type === "reply.delta" &&
      message.delta.conversationId === conversationId &&
      message.audience === audience
        ? [message.delta.text]
        : [],
    )
    .join("");

/** How the streams of a conversation ended, in order. */
export const endsOf = (world: ReplyWorld, conversationId: string) =>
  world.heard.flatMap((message) =>
    message.type === "reply.ended" && message.ended.conversationId === conversationId
      ? [message.ended.outcome]
      : [],
  );

/** A page that lets the AI answer by itself from this share of confidence on. */
export const autoPolicy = (threshold = "20%", more = "") => `---
mode: auto
threshold: ${threshold}
---
# Help of the Lakeside shop

Answer about orders.

${more}`;

/** Two short documents in English and one in Chinese. */
export const shopDocuments: readonly Document[] = [
  {
    title: "Refunds",
    text: "A refund takes five working days after we receive the parcel. The money goes back to the card you paid with.",
    url: "https://help.example.com/refunds",
  },
  {
    title: "Delivery",
    text: "We deliver lamps within two working days. Every parcel needs a signature at the door.",
  },
  {
    title: "保修说明",
    lang: "zh",
    text: "所有灯具保修两年。保修期内请提供订单号，我们会免费维修。",
  },
];

/** For `expect.poll`: how long to wait for what must come in the end. */
export const patience = { timeout: 20_000, interval: 20 };

/** Providers of a test: one that is scripted, then the built-in model. */
export const scripted = (provider: Provider): Partial<ReplySettings> => ({
  providers: [provider, extractiveProvider],
});
