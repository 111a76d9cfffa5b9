import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import type { ChatReply } from "../fakes/openai-reply.ts";
import { startFakeOpenAI } from "../fakes/openai.ts";
import { openHydrated } from "../support/hydrated.ts";
import { memberSession } from "../support/member-session.ts";
import { expect, test } from "../support/page.ts";
import { startServer } from "../support/start-server.ts";
import { openWidget } from "../support/widget.ts";

/* Handing over, in real browsers: every model down, nobody there, a card to read, a note to give back, and taking over in the middle of a sentence. */

const owner = { email: "you@example.com", workspace: "tarnmoor" } as const;
const question = "How many days do I have to return something?";

test("a person is always to be had, and knows what it is about", async ({ browser, watch }) => {
  test.setTimeout(300_000);
  let reply: ChatReply = { mode: "error", status: 500 };
  await using fake = await startFakeOpenAI({ otherwise: () => reply });
  await using server = await startServer({
    env: { XIN_MODEL_ALLOW: new URL(fake.url).host, XIN_REPLY_PACE_MS: "5" },
  });
  const team = await browser.newContext({
    baseURL: server.url,
    storageState: await memberSession(server, owner),
  });
  const visitors = await browser.newContext({ baseURL: server.url });
  watch(team);
  watch(visitors);
  const inbox = await team.newPage();
  const thread = inbox.getByRole("main");

  await test.step("hours are set: nobody is there on any day", async () => {
    await openHydrated(inbox, "/settings");
    await inbox.getByRole("link", { name: "Hours and escalation" }).click();
    await expect(inbox.getByText("No hours are set")).toBeVisible();
    await inbox.getByLabel("Time zone").fill("Europe/Berlin");
    for (const day of ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]) {
      await inbox.getByLabel(day).fill("");
    }
    await inbox.getByRole("button", { name: "Add a holiday" }).click();
    await inbox.getByLabel("Date").fill(inDays(5));
    await inbox.getByLabel("Name of the holiday").fill("Open day");
    await inbox.getByLabel("Hours on this day").fill("10-12");
    await inbox.getByRole("button", { name: "Add a step" }).click();
    await inbox.getByRole("button", { name: "Save hours" }).click();
    await expect(inbox.getByRole("status").filter({ hasText: "Saved" })).toBeVisible();
    await expect(
      inbox.getByText(/Nobody answers now\. Visitors are told: back on .*10:00/),
    ).toBeVisible();
    await expectAccessible(inbox);
  });

  await test.step("its only model is down", async () => {
    await openHydrated(inbox, "/settings/models");
    await inbox.getByRole("button", { name: "Add a model" }).click();
    await inbox.getByLabel("Name, for people and policies").fill("ours");
    await inbox.getByLabel("Address").fill(fake.url);
    await inbox.getByLabel("Model, as the provider writes it").fill("m");
    await inbox.getByRole("button", { name: "Add", exact: true }).click();
    await expect(inbox.locator(".model").first()).toContainText("ours");
  });

  const page = await visitors.newPage();
  await page.goto("/demo");
  const anna = await openWidget(page);

  await test.step("the visitor is answered all the same, and gets to a person", async () => {
    await anna.say(question);
    await expect(anna.log).toContainText("30 days", { timeout: 30_000 });
    await anna.panel.getByRole("button", { name: "Talk to a person" }).click();
    await expect(anna.panel.getByText("A person will answer here").first()).toBeVisible();
    await expect(
      anna.panel.getByText(/Nobody is there just now\. We are back on .*, your time\./),
    ).toBeVisible();
  });

  await test.step("outside hours it takes an address, once it can be one", async () => {
    const field = anna.panel.getByLabel("Your e-mail address, to be answered there");
    await field.fill("nobody");
    await field.press("Enter");
    await expect(anna.panel.getByRole("alert")).toContainText("This is no e-mail address");
    // It looks like one here, and the server knows better.
    await field.fill("anna@1.2.3.44");
    await field.press("Enter");
    await expect(anna.panel.getByRole("alert")).toContainText("This is no e-mail address");
    const { violations } = await new AxeBuilder({ page }).include("xin-widget").analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
    await field.fill("anna@example.com");
    await field.press("Enter");
    await expect(anna.panel.getByText("We will also write to anna@example.com.")).toBeVisible();
    await page.reload();
    await page.getByRole("button", { name: /^Open chat/ }).click();
    await expect(anna.panel.getByText("We will also write to anna@example.com.")).toBeVisible();
  });

  await test.step("the team reads a card, with what was tried", async () => {
    await openHydrated(inbox, "/");
    await inbox.getByRole("row", { name: question }).click();
    const card = thread.locator(".brief-card");
    await expect(card).toContainText(question);
    await expect(card).toContainText(/The model ours failed:\s*not available/);
    await expect(card).toContainText(/Found \d+ passages? in the knowledge/);
    await expect(thread.getByText("The visitor left the address")).toContainText(
      "anna@example.com",
    );
    await expectAccessible(inbox);
  });

  await test.step("and gives the conversation back with a note", async () => {
    await thread.getByRole("button", { name: "Take over" }).click();
    await expect(thread.getByText("You took over")).toBeVisible();
    await thread.getByLabel("Note for the AI, which visitors never see").fill("She is in a hurry.");
    await thread.getByRole("button", { name: "Hand back" }).click();
    await expect(thread.getByText("She is in a hurry.")).toBeVisible();
    await expect(anna.panel.getByText("The AI assistant answers again").first()).toBeVisible();
    await expect(anna.panel.getByText("hurry")).toHaveCount(0);
  });

  await test.step("the model, well again, reads it, and is stopped in the middle of a sentence", async () => {
    const sentence = "You have 30 days to return something [1]. ";
    reply = { mode: "text", text: sentence.repeat(60), pauseMs: 60 };
    const before = fake.requests.length;
    await anna.say("And how many days do I have to return something else?");
    await expect(thread.getByRole("status").filter({ hasText: "Xin is writing" })).toBeVisible({
      timeout: 30_000,
    });
    await expect(anna.panel.getByText("You have 30 days to return").last()).toBeVisible();
    await thread.getByRole("button", { name: "Take over" }).click();
    await expect(thread.getByText("A late answer from Xin was refused")).toBeVisible();
    await expect.poll(() => fake.requests.at(-1)?.outcome).toBe("aborted");
    expect(fake.requests.length).toBe(before + 1);
    expect(JSON.stringify(fake.requests.at(-1)?.body)).toContain("She is in a hurry.");
    await expect(anna.panel.getByText("Demo Owner answers you").first()).toBeVisible();
    await expect(anna.log).not.toContainText("to return something [");
    await expect(anna.log.getByRole("list", { name: "Sources" })).toHaveCount(1);
  });
  await team.close();
  await visitors.close();
});

const inDays = (days: number) =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** Light and dark, wide and at the width of a telephone. */
const expectAccessible = async (page: Page) => {
  const size = page.viewportSize() ?? { width: 1280, height: 720 };
  for (const colorScheme of ["light", "dark"] as const) {
    for (const width of [1280, 390]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 844 });
      const { violations } = await new AxeBuilder({ page })
        .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"])
        .analyze();
      expect.soft(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
      const cut = await page.evaluate(
        () => document.documentElement.scrollWidth - window.innerWidth,
      );
      expect.soft(cut).toBeLessThanOrEqual(0);
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize(size);
};
