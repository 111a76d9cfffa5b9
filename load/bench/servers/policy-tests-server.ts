import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { compareBehaviour } from "#engine/behaviour/compare-behaviour.ts";
import { postMessage } from "#engine/actions/post-message.ts";
import { indexNow } from "#engine/knowledge/index-now.ts";
import { createPolicy } from "#engine/policy/create-policy.ts";
import { savePolicyVersion } from "#engine/policy/save-policy-version.ts";
import { runPolicyTests } from "#engine/policy-tests/run-policy-tests.ts";
import { openReplay, type Replay } from "#engine/replay/open-replay.ts";
import { readConfig } from "#engine/runtime/config.ts";
import { openSilentBus } from "#engine/runtime/silent-bus.ts";
import { openLocalKeys } from "#engine/tenancy/key-provider.ts";
import { systemEnvelope } from "#engine/tenancy/system-envelope.ts";
import { makeArticles, makeDice, makeQuestion } from "./made-up-articles.ts";
import { makeConversation, makeWorkspace } from "./make-workspace.ts";
import { obey } from "./obey.ts";
import { type BenchDatabase, openDatabase } from "./open-database.ts";

/* A workspace with made-up knowledge, a policy with tests, and conversations that asked something, for the built-in model. */

type Opened = {
  readonly database: BenchDatabase;
  readonly replay: Replay;
  readonly tenantId: string;
  readonly policyId: string;
  readonly text: string;
  readonly close: () => Promise<void>;
};
let opened: Opened | undefined;

const open = async (size: {
  readonly databaseUrl: string | null;
  readonly passages: number;
  readonly tests: number;
  readonly conversations: number;
}): Promise<null> => {
  const database = await openDatabase(size.databaseUrl);
  const { db } = database;
  const log = pino({ level: "silent" });
  const deps = { db, bus: openSilentBus(), log };
  const place = await makeWorkspace(deps, 1);
  const { tenantId, channelId } = place;
  const system = systemEnvelope(tenantId, "bench");
  const dice = makeDice(11);
  const articles = makeArticles(dice, size.passages);
  await indexNow(deps, system, articles);
  const passages = articles.flatMap(({ chunks }) => chunks.map(({ text }) => text));
  const question = () => makeQuestion(dice, dice.oneOf(passages));
  const tests = Array.from({ length: size.tests }, () => `- Asked "${question()}", it answers.`);
  const text = page("20%", tests);
  const { policyId } = await createPolicy(deps, system, { name: "Bench", text });
  const stricter = page("90%", tests);
  await savePolicyVersion(deps, system, { policyId, text: stricter, note: null });
  for (let made = 0; made < size.conversations; made += 1) {
    const { conversationId, contactId } = await makeConversation(deps, place);
    const actor = { kind: "visitor", id: contactId, name: null } as const;
    const parts = [{ type: "text", text: question() }] as const;
    const envelope = { ...system, actor, idempotencyKey: crypto.randomUUID() };
    await postMessage(deps, envelope, { conversationId, channelId, parts, note: false });
  }
  const dataDir = await mkdtemp(join(tmpdir(), "xin-bench-keys-"));
  const keyProvider = await openLocalKeys(dataDir);
  const replay = openReplay({ db, log, keyProvider, config: readConfig({}) });
  // The first answer loads the agent, as it does once in a process.
  await replay.question(tenantId, { question: question() }, asInProduction(text));
  const close = async () => {
    await replay.close();
    await database.close();
    await rm(dataDir, { recursive: true, force: true });
  };
  opened = { database, replay, tenantId, policyId, text, close };
  return null;
};

/** A page of so many tests under a threshold. */
const page = (threshold: string, tests: readonly string[]) =>
  `---\nmode: auto\nlanguages: en\nthreshold: ${threshold}\n---\n# Bench\n\nAnswer what the articles say.\n\n## Tests\n\n${tests.join("\n")}\n`;

const asInProduction = (text: string) =>
  ({ policy: { text }, tuning: "production", model: "built-in", passages: "search" }) as const;

/** Runs every test of the page once. */
const runTests = async (): Promise<{ readonly tests: number; readonly ms: number }> => {
  const { replay, tenantId, text } = known();
  const startMs = performance.now();
  const { passed, failed } = await runPolicyTests(replay, tenantId, text);
  return { tests: passed + failed, ms: performance.now() - startMs };
};

/** Compares both versions over the conversations: when the first answer came, and the last. */
const compare = async ({ conversations }: { conversations: number }) => {
  const { database, replay, tenantId, policyId } = known();
  const startMs = performance.now();
  const atMs: number[] = [];
  const sums = await compareBehaviour(
    { db: database.db, replay },
    tenantId,
    { before: { policyId, version: 1 }, after: { policyId, version: 2 }, conversations },
    () => atMs.push(performance.now() - startMs),
  );
  return {
    questions: sums.questions,
    outcomes: sums.outcomes,
    firstMs: atMs[0] ?? null,
    ms: performance.now() - startMs,
  };
};

const known = (): Opened => {
  if (opened === undefined) throw new Error("Open first");
  return opened;
};

obey({ open, runTests, compare }, () => opened?.close());
