import type { Page } from "@playwright/test";
import type { ConversationEvent } from "#contract/conversation-event.ts";
import type { ConversationRow } from "#contract/conversation-row.ts";
import { openTcpProxy } from "../../chaos/faults/tcp-proxy.ts";
import { freePort } from "../../chaos/fleet/free-port.ts";
import { memberBot, visitorBot } from "../support/bots.ts";
import { openHydrated } from "../support/hydrated.ts";
import { type DemoMember, memberSession } from "../support/member-session.ts";
import { expect, test } from "../support/page.ts";
import { startServer } from "../support/start-server.ts";
import { visitorOn } from "../support/visitor.ts";

/** So long nothing gets through, and nobody is told. */
const halfOpenMs = 90_000;
/** Messages of a colleague that everyone misses meanwhile. */
const missed = Array.from({ length: 300 }, (_, index) => `Missed number ${index + 1}.`);
const strangers = 8;

const maya = { email: "maya@example.com", workspace: "tarnmoor" } as const;
const tomas = { email: "tomas@example.com", workspace: "tarnmoor" } as const;
const jia = { email: "jia@example.com", workspace: "tarnmoor" } as const;

test("[RT31] after 90 s of a half-open link nothing is missing, nothing is there twice, and no page was loaded again", async ({
  browser,
  watch,
  complaints,
}) => {
  test.setTimeout(300_000);
  const port = await freePort();
  await using proxy = await openTcpProxy(port);
  const publicUrl = `http://127.0.0.1:${proxy.port}`;
  await using server = await startServer({
    env: { PORT: String(port), XIN_PUBLIC_URL: publicUrl, XIN_REPLY_PACE_MS: "20" },
  });
  const door = { url: `http://127.0.0.1:${port}`, publicUrl };
  const session = (member: DemoMember) =>
    memberSession({ url: publicUrl, dataDir: server.dataDir }, member);
  const open = async (member?: DemoMember) => {
    const storageState =
      member === undefined ? { cookies: [], origins: [] } : await session(member);
    const context = await browser.newContext({ baseURL: publicUrl, storageState });
    watch(context);
    return context.newPage();
  };

  // A visitor asks for a person, and two members look at it.
  const shop = await open();
  await shop.goto("/demo?lang=en");
  const visitor = visitorOn(shop);
  await visitor.open();
  const question = "I would like to talk to a person about a half-open gate";
  await visitor.say(question);
  await expect(visitor.log.getByText(/^(Delivered|Seen)$/).first()).toBeVisible();
  const [first, second] = [await open(maya), await open(tomas)];
  for (const page of [first, second]) {
    await openHydrated(page, "/?workspace=tarnmoor");
    await page.getByRole("row", { name: question }).click();
    await expect(page.getByRole("log").getByText(question).first()).toBeVisible();
    // Under the pointer the list keeps its order.
    await page.getByRole("log").hover();
  }
  const conversationId = new URL(first.url()).pathname.split("/").at(-1) ?? "";
  const pages = [shop, first, second];
  for (const page of pages)
    await page.evaluate(() => Object.assign(globalThis, { sameLoad: true }));

  proxy.hold();
  const heldAt = Date.now();
  // The visitor and one member go on writing, not knowing.
  const fromVisitor = ["First from the dark", "Second from the dark", "Third from the dark"];
  for (const text of fromVisitor) await visitor.say(text);
  const notes = ["First note from the dark", "Second note from the dark"];
  for (const text of notes) await note(first, text);
  await expect(shop.getByText(/No connection\. 3 messages wait/)).toBeVisible();
  await expect(first.getByText(/No connection\. 2 messages wait/)).toBeVisible();

  // Meanwhile hundreds of things happen, here and in other conversations.
  const { cookies } = await session(jia);
  const colleague = await memberBot(door, `xin_session=${cookies[0]?.value}`);
  const others = await Promise.all(
    Array.from({ length: strangers }, () => visitorBot(door, "demo_tarnmoor")),
  );
  await colleague.post(conversationId, missed);
  for (const [index, other] of others.entries()) {
    await other.post(other.conversationId, [
      `Stranger ${index} is here`,
      `Stranger ${index} waits`,
    ]);
  }
  await expect
    .poll(() => Date.now() - heldAt, { timeout: halfOpenMs + 30_000, intervals: [1_000] })
    .toBeGreaterThan(halfOpenMs);
  await expect(visitor.log.getByText("Missed number 1.", { exact: true })).toHaveCount(0);
  proxy.heal();

  const written = [question, ...fromVisitor, ...notes, ...missed];
  await expect(visitor.log.getByText("Third from the dark", { exact: true })).toBeVisible();
  await expect(shop.getByText(/No connection/)).toBeHidden();
  await expect.poll(() => waitingIn(first)).toBe(0);
  const isHere = (texts: readonly string[]) => (text: string) => texts.includes(text);
  // Everyone shows the log, in its order, each message once.
  await expect
    .poll(async () => {
      const log = textsOf(await colleague.log(conversationId));
      return [await bubblesOf(shop), await wordsOf(first), await wordsOf(second)].map((shown) => ({
        shown: shown.filter(isHere(written)).length,
        isLog: sameList(shown.filter(isHere(log)), log.filter(isHere(shown))),
      }));
    })
    .toEqual([
      { shown: written.length - notes.length, isLog: true },
      { shown: written.length, isLog: true },
      { shown: written.length, isLog: true },
    ]);
  const log = textsOf(await colleague.log(conversationId));
  expect(log.filter(isHere(written)), "each once").toHaveLength(written.length);
  expect(log.filter(isHere(fromVisitor)), "in the order of writing").toEqual(fromVisitor);
  expect(log.filter(isHere(notes)), "in the order of writing").toEqual(notes);

  // The lists are in order, with every conversation that began meanwhile.
  for (const page of [first, second]) {
    await expect(async () => {
      const answer = await page.request.get("/inbox/rows?view=all&status=open");
      const { rows } = (await answer.json()) as { rows: readonly ConversationRow[] };
      const shown = await listOf(page);
      expect(shown).toEqual(rows.slice(0, shown.length).map(({ id }) => id));
    }).toPass({ timeout: 15_000 });
    const shown = await listOf(page);
    for (const other of others) expect(shown).toContain(other.conversationId);
  }
  for (const page of pages) expect(await page.evaluate(() => "sameLoad" in globalThis)).toBe(true);

  for (const bot of [colleague, ...others]) bot.close();
  for (const page of pages) await page.context().close();
  expect(complaints.filter((text) => !/WebSocket|ERR_|Failed to load/.test(text))).toEqual([]);
  complaints.length = 0;
});

const note = async (page: Page, text: string) => {
  await page.getByRole("button", { name: /^Note/ }).click();
  await page.getByRole("textbox", { name: "Note for the team" }).fill(text);
  await page.keyboard.press("ControlOrMeta+Enter");
};

const waitingIn = (page: Page) => page.locator("article.pending").count();

const textsOf = (events: readonly ConversationEvent[]) =>
  events.flatMap(({ body }) =>
    body.type === "message.posted" ? [body.parts.map(({ text }) => text).join("\n")] : [],
  );

const bubblesOf = (page: Page) => page.locator("xin-widget .bubble").allInnerTexts();
const wordsOf = (page: Page) => page.locator("[data-seq] .words").allInnerTexts();
const listOf = (page: Page) =>
  page
    .locator("[data-conversation]")
    .evaluateAll((rows) => rows.map((row) => row.getAttribute("data-conversation") ?? ""));

const sameList = (one: readonly string[], other: readonly string[]) =>
  JSON.stringify(one) === JSON.stringify(other);
