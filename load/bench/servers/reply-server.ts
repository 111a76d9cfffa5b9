import type { LanguageModelV4, LanguageModelV4StreamPart } from "@ai-sdk/provider";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import type { ActionDeps } from "#engine/actions/action-deps.ts";
import { indexNow } from "#engine/knowledge/index-now.ts";
import { retrieve } from "#engine/knowledge/retrieve.ts";
import { createPolicy } from "#engine/policy/create-policy.ts";
import { publishPolicy } from "#engine/policy/publish-policy.ts";
import { extractiveProvider, type Provider } from "#engine/reply/provider.ts";
import { startReplies } from "#engine/reply/start-replies.ts";
import { readConfig } from "#engine/runtime/config.ts";
import { noIdentity } from "#engine/identity/no-identity.ts";
import { makeMetrics } from "#engine/runtime/metrics.ts";
import { openLocalKeys } from "#engine/tenancy/key-provider.ts";
import { systemEnvelope } from "#engine/tenancy/system-envelope.ts";
import { makeMemoryBus } from "#realtime/bus/memory-bus.ts";
import { makeConversation, makeWorkspace } from "./make-workspace.ts";
import { obey } from "./obey.ts";
import { openDatabase } from "./open-database.ts";
import { words } from "./sample-events.ts";

/*
 * The reply loop by itself in a process: a worker on a database, with a model in memory whose words cost
 * next to nothing. The sample message is the question; an article holds the answer.
 */

const answer = `${words} This is what the shop says about it [1].`;

/** A model that knows its one answer and streams it word by word. */
const ready = (): LanguageModelV4 => {
  const usage = {
    inputTokens: { total: 100, noCache: 100, cacheRead: undefined, cacheWrite: undefined },
    outputTokens: { total: 30, text: 30, reasoning: undefined },
  };
  const finishReason = { unified: "stop", raw: undefined } as const;
  const parts: LanguageModelV4StreamPart[] = [
    { type: "stream-start", warnings: [] },
    { type: "text-start", id: "0" },
    ...answer
      .split(/(?<=\s)/)
      .map((delta): LanguageModelV4StreamPart => ({ type: "text-delta", id: "0", delta })),
    { type: "text-end", id: "0" },
    { type: "finish", finishReason, usage },
  ];
  return {
    specificationVersion: "v4",
    provider: "ready",
    modelId: "ready",
    supportedUrls: {},
    doStream: () => Promise.resolve({ stream: streamOf(parts) }),
    doGenerate: () => Promise.reject(new Error("It only streams")),
  };
};

const streamOf = (parts: readonly LanguageModelV4StreamPart[]) =>
  new ReadableStream<LanguageModelV4StreamPart>({
    start: (controller) => {
      for (const part of parts) controller.enqueue(part);
      controller.close();
    },
  });

const provider: Provider = { ...extractiveProvider, name: "ready", key: "ready", open: ready };

const folder = await mkdtemp(join(tmpdir(), "xin-bench-"));
const log = pino({ level: "silent" });
let deps: ActionDeps | undefined;
let end = (): Promise<void> => rm(folder, { recursive: true, force: true });
let tenantId = "";
let place = { tenantId: "", channelId: "" };

const open = async ({ databaseUrl }: { databaseUrl: string | null }): Promise<null> => {
  const database = await openDatabase(databaseUrl);
  const bus = makeMemoryBus(log);
  deps = { db: database.db, bus, log };
  const workspace = await makeWorkspace(deps, 0);
  ({ tenantId } = workspace);
  place = { tenantId, channelId: workspace.channelId };
  const system = systemEnvelope(tenantId, "bench");
  const text = `${words} This is what the shop says about it.`;
  const chunk = { title: "Help", heading: "", text, lang: "en", anchor: null, page: null } as const;
  const document = { title: "Help", url: null, lang: "en", filename: "help.md" } as const;
  await indexNow(deps, system, [
    { ...document, mime: "text/markdown", content: Buffer.from(text), chunks: [chunk] },
  ]);
  const page = "---\nmode: auto\nthreshold: 1%\n---\n# Help\n\nAnswer.\n";
  const { policyId } = await createPolicy(deps, system, { name: "Help", text: page });
  await publishPolicy(deps, system, { policyId, version: 1 });
  end = async () => {
    await database.close();
    await rm(folder, { recursive: true, force: true });
  };
  return null;
};

/** Begins to answer, and waits until so much is decided. */
const start = async ({ answers }: { answers: number }): Promise<null> => {
  const opened = running();
  const config = readConfig({});
  const keyProvider = await openLocalKeys(folder);
  const replies = startReplies(
    { ...opened, config, metrics: makeMetrics(), keyProvider, identity: noIdentity },
    { providers: [provider], paceMs: 0, pollMs: 200, maxRunsOfTenant: 32 },
  );
  const closeDatabase = end;
  end = async () => {
    await replies.stop();
    await closeDatabase();
  };
  return untilDecided(answers);
};

/** Has so many new conversations answered, and waits for all. */
const answerAll = async ({ conversations }: { conversations: number }): Promise<null> => {
  const before = await decided();
  await writeAll({ conversations });
  return untilDecided(before + conversations);
};

/** Has so many visitors write, each in a conversation of their own. */
const writeAll = async ({ conversations }: { conversations: number }): Promise<null> => {
  for (let n = 0; n < conversations; n += 1) await makeConversation(running(), place);
  return null;
};

const untilDecided = async (count: number): Promise<null> => {
  while ((await decided()) < count) {
    await new Promise((resolve) => void setTimeout(resolve, 50));
  }
  return null;
};

/** Only the retrieval of so many replies. */
const searchAll = async ({ questions }: { questions: number }): Promise<null> => {
  const { db } = running();
  for (let n = 0; n < questions; n += 1) await retrieve(db, tenantId, words, { limit: 8 });
  return null;
};

/** How many decisions came out how. */
const outcomes = () =>
  running().db.tenant(tenantId, async (tx) => {
    const rows = await tx<{ outcome: string; n: number }[]>`
      select outcome, count(*)::int as n from xin.decisions group by outcome`;
    return Object.fromEntries(rows.map(({ outcome, n }) => [outcome, n]));
  });

const decided = async (): Promise<number> =>
  Object.values(await outcomes()).reduce((sum, count) => sum + count, 0);

const running = (): ActionDeps => {
  if (deps === undefined) throw new Error("Open it first");
  return deps;
};

obey({ open, start, answerAll, writeAll, searchAll, outcomes }, () => end());
