import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { postMessage } from "#engine/actions/post-message.ts";
import { savePolicyVersion } from "#engine/policy/save-policy-version.ts";
import { openReplay, type Replay } from "#engine/replay/open-replay.ts";
import type { ReplayVersion } from "#engine/replay/replay-version.ts";
import { text } from "../support/test-workspace.ts";
import { autoPolicy, openReplyWorld, type ReplyWorld, shopDocuments } from "./reply-world.ts";

let world: ReplyWorld;
let replay: Replay;
beforeAll(async () => {
  world = await openReplyWorld();
  replay = openReplay(world.modelDeps);
});
afterEach(() => world.stopWorkers());
afterAll(async () => {
  await replay.close();
  await world.close();
});

const refund = "How long does a refund take?";
const same: ReplayVersion = {
  policy: "recorded",
  tuning: "recorded",
  model: "built-in",
  passages: "recorded",
};

/** A conversation the AI has answered once under the first version. */
const answered = async () => {
  const shop = await world.makeWorkspace(autoPolicy(), shopDocuments);
  world.startWorker();
  const visitor = await shop.visitor();
  await visitor.say(refund);
  const decision = await visitor.decided();
  await world.stopWorkers();
  return { shop, visitor, decision };
};

/** Every row of every table of a tenant, as text. */
const everything = (tenantId: string) =>
  world.deps.db.tenant(tenantId, async (tx) => {
    const tables = await tx<{ name: string }[]>`
      select table_name as name from information_schema.columns
      where table_schema = 'xin' and column_name = 'tenant_id'
        and has_table_privilege(to_regclass(format('xin.%I', table_name)), 'select') order by 1`;
    const rows: Record<string, string> = {};
    for (const { name } of tables) {
      const [row] = await tx.unsafe<{ all: string }[]>(
        `select coalesce(string_agg(t::text, ' ' order by t::text), '') as all from xin."${name}" t`,
      );
      rows[name] = row?.all ?? "";
    }
    return rows;
  });

describe("a past conversation", () => {
  it("comes out the same under what it was answered by", async () => {
    const { shop, visitor, decision } = await answered();
    const result = await replay.conversation(shop.tenantId, visitor.id, same);
    expect(result).toMatchObject({
      counts: { turns: 1, recorded: 1, answers: 0, modes: 0, outcomes: 0, missingCalls: 0 },
      costUsd: 0,
      unreached: 0,
      leftOut: 0,
    });
    const [turn] = result.turns;
    expect(turn?.replayed.text).toBe(decision.answer);
    expect(turn?.replayed.confidence).toBeCloseTo(decision.confidence ?? -1, 4);
    expect(turn?.recorded?.decisionId).toBe(decision.id);
  });

  it("shows what another version would do, in mode, outcome and words", async () => {
    const { shop, visitor } = await answered();
    const page = `---\nmode: draft\n---\n# Help\n\nAnswer.\n\n## Never\n\n- "back to the card"\n`;
    const { version } = await savePolicyVersion(world.deps, shop.system, {
      policyId: shop.policyId,
      text: page,
      note: null,
    });
    const policy = { policyId: shop.policyId, version };
    const result = await replay.conversation(shop.tenantId, visitor.id, { ...same, policy });
    expect(result.counts).toMatchObject({ answers: 1, modes: 1, outcomes: 1 });
    const [turn] = result.turns;
    expect(turn).toMatchObject({
      recorded: { mode: "auto", outcome: "sent" },
      replayed: { mode: "draft", outcome: "drafted", guards: ["never"] },
    });
    const removed = turn?.words.filter(({ kind }) => kind === "removed").map((run) => run.text);
    expect(removed?.join("")).toContain("back to the card");
    expect(turn?.words.some(({ kind }) => kind === "added")).toBe(false);
  });

  it("leaves no trace, whatever is replayed", async () => {
    const { shop, visitor } = await answered();
    const before = await everything(shop.tenantId);
    const heard = world.heard.length;
    for (const passages of ["recorded", "search"] as const) {
      await replay.conversation(shop.tenantId, visitor.id, { ...same, passages });
      const page = {
        text: autoPolicy("1%", '## Rules\n\n- When asked about "refund", hand over.'),
      };
      await replay.conversation(shop.tenantId, visitor.id, { ...same, policy: page, passages });
    }
    expect(await everything(shop.tenantId)).toEqual(before);
    expect(world.heard).toHaveLength(heard);
    expect(Object.keys(before)).toContain("decisions");
    expect(before["decisions"]).not.toBe("");
  });

  it("asks also where a person answered, and sets the person's words beside", async () => {
    const shop = await world.makeWorkspace(autoPolicy(), shopDocuments);
    const visitor = await shop.visitor();
    await visitor.say(refund);
    const person = await shop.addPerson("Ann", "operator");
    await postMessage(world.deps, person.as(), {
      conversationId: visitor.id,
      parts: text("Five working days."),
      note: false,
    });
    const result = await replay.conversation(shop.tenantId, visitor.id, same);
    expect(result.turns).toMatchObject([
      {
        recorded: null,
        told: { by: "people", text: "Five working days." },
        replayed: { outcome: "sent" },
        changed: { outcome: false, mode: false },
      },
    ]);
    expect(result.counts).toMatchObject({ turns: 1, recorded: 0, answers: 0 });
  });

  it("searches again when asked to, under another retrieval config", async () => {
    const { shop, visitor } = await answered();
    const version = { ...same, passages: "search", tuning: { version: 0 } } as const;
    const result = await replay.conversation(shop.tenantId, visitor.id, version);
    expect(result.turns[0]?.replayed.passages[0]?.title).toBe("Refunds");
    await expect(
      replay.conversation(shop.tenantId, visitor.id, { ...version, tuning: { version: 9 } }),
    ).rejects.toMatchObject({ kind: "not_found" });
  });
});

describe("a question that stands alone", () => {
  it("is answered under a page that is not saved", async () => {
    const shop = await world.makeWorkspace(autoPolicy(), shopDocuments);
    const version = { ...same, policy: { text: autoPolicy("99%") } };
    const { plan, found } = await replay.question(shop.tenantId, { question: refund }, version);
    expect(plan).toMatchObject({ outcome: "handed_over", reason: "unsure" });
    expect(found?.passages[0]?.title).toBe("Refunds");
  });

  it("is refused under a text that is no policy, and under a model that is not there", async () => {
    const shop = await world.makeWorkspace(autoPolicy(), shopDocuments);
    const ask = (version: Partial<ReplayVersion>) =>
      replay.question(shop.tenantId, { question: refund }, { ...same, ...version });
    await expect(ask({ policy: { text: "mode: nonsense" } })).rejects.toMatchObject({
      kind: "invalid",
    });
    await expect(ask({ model: { name: "nobody" } })).rejects.toMatchObject({ kind: "not_found" });
  });
});

describe("another workspace", () => {
  it("has no such conversation and no such policy", async () => {
    const { visitor, shop } = await answered();
    const other = await world.makeWorkspace(autoPolicy(), shopDocuments);
    await expect(replay.conversation(other.tenantId, visitor.id, same)).rejects.toMatchObject({
      kind: "not_found",
    });
    const theirs = { policyId: shop.policyId, version: 1 };
    await expect(
      replay.question(other.tenantId, { question: refund }, { ...same, policy: theirs }),
    ).rejects.toMatchObject({ kind: "not_found" });
  });
});
