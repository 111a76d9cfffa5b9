import { assert as check, asyncProperty, constantFrom, option } from "fast-check";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { Mode } from "#contract/mode.ts";
import type { ShadowFilter } from "#db/reads/shadow-decisions.ts";
import { readEffectiveMode } from "#db/reads/modes.ts";
import { postMessage } from "#engine/actions/post-message.ts";
import { setConversationMode } from "#engine/actions/set-conversation-mode.ts";
import { isStricter, modes } from "#engine/modes/mode-order.ts";
import { readForRole } from "#engine/modes/read-for-role.ts";
import { setMode } from "#engine/modes/set-mode.ts";
import { readShadowReport } from "#engine/modes/shadow-report.ts";
import { text } from "../support/test-workspace.ts";
import {
  autoPolicy,
  endsOf,
  openReplyWorld,
  patience,
  type ReplyWorld,
  shopDocuments,
  shownOf,
} from "./reply-world.ts";

let world: ReplyWorld;
beforeAll(async () => {
  world = await openReplyWorld();
});
afterEach(() => world.stopWorkers());
afterAll(() => world.close());

const refund = "How long does a refund take?";
const inPolicy = (mode: Mode) => autoPolicy().replace("mode: auto", `mode: ${mode}`);

describe("of all modes that are set", () => {
  it("the strictest holds, and the first of equally strict ones is named", async () => {
    const shops = new Map<Mode, Awaited<ReturnType<ReplyWorld["makeWorkspace"]>>>();
    for (const mode of modes) {
      shops.set(mode, await world.makeWorkspace(inPolicy(mode), []));
    }
    const anyMode = option(constantFrom(...modes), { nil: null });
    const runs = asyncProperty(
      constantFrom(...modes),
      anyMode,
      anyMode,
      anyMode,
      async (policy, workspace, channel, conversation) => {
        const shop = shops.get(policy);
        if (shop === undefined) throw new Error("unreachable");
        const { conversationId } = await shop.openConversation();
        const { system, channelId } = shop;
        await setMode(world.deps, system, { channelId: null, mode: workspace });
        await setMode(world.deps, system, { channelId, mode: channel });
        const key = crypto.randomUUID();
        await setConversationMode(
          world.deps,
          { ...system, idempotencyKey: key },
          { conversationId, mode: conversation },
        );
        const set = { policy, workspace, channel, conversation };
        const given = Object.entries(set).filter(([, mode]) => mode !== null) as [string, Mode][];
        const strictest = modes.find((mode) => given.some(([, one]) => one === mode));
        const reason = given.find(([, mode]) => mode === strictest)?.[0];
        const holds = await world.deps.db.tenant(shop.tenantId, (tx) =>
          readEffectiveMode(tx, conversationId),
        );
        expect(holds).toEqual({ mode: strictest, reason });
        const row = await world.deps.db.tenant(
          shop.tenantId,
          (tx) => tx`select mode, mode_reason from xin.conversations where id = ${conversationId}`,
        );
        expect(row).toMatchObject([{ mode: strictest, mode_reason: reason }]);
      },
    );
    await check(runs, { numRuns: 60 });
  });

  it("orders them from off to auto", () => {
    expect(isStricter("off", "shadow") && isStricter("shadow", "draft")).toBe(true);
    expect(isStricter("draft", "auto") && !isStricter("auto", "auto")).toBe(true);
  });
});

describe("a mode that is set while an answer is written", () => {
  it("ends it at once; the question is decided anew under the new mode", async () => {
    const shop = await world.makeWorkspace(autoPolicy(), shopDocuments);
    const ada = await shop.addPerson("Ada", "operator");
    world.startWorker({ paceMs: 200 });
    const visitor = await shop.visitor();
    await visitor.say(refund);
    await vi.waitUntil(() => shownOf(world, visitor.id, "public").length > 10, 20_000);
    await setConversationMode(world.deps, ada.as(), { conversationId: visitor.id, mode: "draft" });
    expect(await visitor.decided()).toMatchObject({ mode: "draft", outcome: "drafted" });
    expect(endsOf(world, visitor.id)[0]).toBe("stopped");
    expect(await visitor.said()).toEqual([]);
    expect(await visitor.row()).toMatchObject({
      holder: "ai",
      mode: "draft",
      modeReason: "conversation",
      modeLimit: "draft",
    });
    expect(await visitor.types()).toEqual([
      "conversation.opened",
      "message.posted",
      "conversation.mode-set",
      "draft.begun",
      "draft.proposed",
    ]);
  });

  it("refuses the answer also where nobody heard of the change", async () => {
    const shop = await world.makeWorkspace(autoPolicy(), shopDocuments);
    // The worker's node hears nothing: only the transaction of the answer itself can find out.
    const deaf = { ...world.bus, subscribe: () => () => {} };
    world.startWorker({ paceMs: 100 }, { bus: deaf });
    const visitor = await shop.visitor();
    await visitor.say(refund);
    await vi.waitUntil(() => shownOf(world, visitor.id, "public").length > 10, 20_000);
    await setMode(world.deps, shop.system, { channelId: null, mode: "off" });
    expect(await visitor.decided()).toMatchObject({ mode: "off", outcome: "handed_over" });
    expect(await visitor.said()).toEqual([]);
    expect(await visitor.row()).toMatchObject({ holder: "waiting", modeReason: "workspace" });
  });

  it("does not hold up an answer when it lets the AI do more", async () => {
    const shop = await world.makeWorkspace(inPolicy("draft"), shopDocuments);
    await setMode(world.deps, shop.system, { channelId: null, mode: "auto" });
    world.startWorker();
    const visitor = await shop.visitor();
    await visitor.say(refund);
    expect(await visitor.decided()).toMatchObject({ mode: "draft", outcome: "drafted" });
  });
});

describe("in shadow", () => {
  it("the AI decides silently, people answer, and every question is decided", async () => {
    const shop = await world.makeWorkspace(inPolicy("shadow"), shopDocuments);
    const ada = await shop.addPerson("Ada", "operator");
    world.startWorker();
    const visitor = await shop.visitor();
    await visitor.say(refund);
    const first = await visitor.decided();
    expect(first).toMatchObject({
      mode: "shadow",
      outcome: "shadowed",
      reason: "would_send:answered",
      messageSeq: null,
    });
    expect(first.answer).toContain("five working days");
    expect(await visitor.said()).toEqual([]);
    expect(await visitor.row()).toMatchObject({ holder: "waiting", draft: null });
    const handedOver = (await visitor.events()).at(-1);
    expect(handedOver?.body).toMatchObject({
      type: "conversation.handed-over",
      reason: "off",
      decisionId: null,
    });
    await postMessage(world.deps, ada.as(), {
      conversationId: visitor.id,
      parts: text("Five working days."),
      note: false,
    });
    await visitor.say("And how fast do you deliver lamps?");
    const second = await visitor.decided(2);
    expect(second).toMatchObject({
      outcome: "shadowed",
      question: "And how fast do you deliver lamps?",
    });
    expect(await visitor.types()).not.toContain("draft.proposed");
    expect(shownOf(world, visitor.id, "team") + shownOf(world, visitor.id, "public")).toBe("");
    await expect.poll(() => shop.tasks(), patience).toBe(0);
    expect((await visitor.row()).holder).toBe("people");
  });
});

describe("who may set a mode", () => {
  it("operators in a conversation, owners and admins in the workspace, nobody in another's", async () => {
    const shop = await world.makeWorkspace(autoPolicy(), []);
    const other = await world.makeWorkspace(autoPolicy(), []);
    const { conversationId } = await shop.openConversation();
    const operator = await shop.addPerson("Ann", "operator");
    const viewer = await shop.addPerson("Vic", "viewer");
    const stranger = await other.addPerson("Sue", "owner");
    const to = { conversationId, mode: "off" } as const;
    await expect(setConversationMode(world.deps, viewer.as(), to)).rejects.toMatchObject({
      kind: "forbidden",
    });
    await expect(setConversationMode(world.deps, stranger.as(), to)).rejects.toMatchObject({
      kind: "not_found",
    });
    const workspace = { channelId: null, mode: "off" } as const;
    await expect(setMode(world.deps, operator.as(), workspace)).rejects.toMatchObject({
      kind: "forbidden",
    });
    const theirs = { channelId: shop.channelId, mode: "off" } as const;
    await expect(setMode(world.deps, stranger.as(), theirs)).rejects.toMatchObject({
      kind: "not_found",
    });
    const done = await setConversationMode(world.deps, operator.as(), to);
    expect(done.inverse).toEqual({
      action: "setConversationMode",
      input: { conversationId, mode: null },
    });
    await expect(setConversationMode(world.deps, operator.as(), to)).resolves.toMatchObject({
      seq: null,
    });
  });

  it("is kept in the audit log with what held before", async () => {
    const shop = await world.makeWorkspace(autoPolicy(), []);
    const owner = await shop.addPerson("Olga", "owner");
    await setMode(world.deps, owner.as(), { channelId: null, mode: "draft" });
    await setMode(world.deps, owner.as(), { channelId: null, mode: null });
    const rows = await world.deps.db.tenant(
      shop.tenantId,
      (tx) => tx`select actor_id, detail from xin.audit_log where action = 'mode.set' order by id`,
    );
    expect(rows).toMatchObject([
      { actor_id: owner.id, detail: { scope: "workspace", mode: "draft", previous: null } },
      { actor_id: owner.id, detail: { scope: "workspace", mode: null, previous: "draft" } },
    ]);
  });
});

describe("the report of what was decided silently", () => {
  it("sets it beside what people sent, counts what matches, and is not for operators", async () => {
    const shop = await world.makeWorkspace(inPolicy("shadow"), shopDocuments);
    const ada = await shop.addPerson("Ada", "operator");
    world.startWorker();
    const ask = async (answer: string | null) => {
      const visitor = await shop.visitor();
      await visitor.say(refund);
      await visitor.decided();
      if (answer === null) return;
      await postMessage(world.deps, ada.as(), {
        conversationId: visitor.id,
        parts: text(answer),
        note: false,
      });
    };
    await ask(
      "A refund takes five working days after we receive the parcel. It goes back to the card you paid with.",
    );
    await ask("Sorry, I have to ask our workshop about that.");
    await ask(null);
    const filter = { days: 7, channelId: null, would: null } as const;
    const report = (role: "author" | "operator", narrowed: Partial<ShadowFilter> = {}) =>
      readForRole(world.deps.db, shop.tenantId, role, (tx) =>
        readShadowReport(tx, { ...filter, ...narrowed }),
      );
    expect(await report("author")).toMatchObject({
      counts: {
        decided: 3,
        wouldSend: 3,
        wouldHandOver: 0,
        answered: 2,
        compared: 2,
        matched: 1,
      },
      pairs: [
        { sent: null, likeness: null },
        { sent: expect.stringContaining("workshop"), likeness: { matches: false } },
        { likeness: { matches: true }, waitedMs: expect.any(Number) },
      ],
      isCut: false,
    });
    expect((await report("author", { would: "hand_over" })).counts.decided).toBe(0);
    expect((await report("author", { channelId: crypto.randomUUID() })).counts.decided).toBe(0);
    expect((await report("operator")).counts.decided).toBe(0);
  });
});
