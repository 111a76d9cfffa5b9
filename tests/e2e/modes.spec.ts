import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { tenantBySlug } from "#db/reads/tenants.ts";
import { openHydrated } from "../support/hydrated.ts";
import { memberSession } from "../support/member-session.ts";
import { expect, test } from "../support/page.ts";
import { openRunningDatabase } from "../support/running-database.ts";
import { startServer } from "../support/start-server.ts";

/* How far the AI may go, and what it would have said, on a server of its own. */

const owner = { email: "you@example.com", workspace: "tarnmoor" } as const;

test("modes, a fallback with its banner, and a replay under another version", async ({
  browser,
  watch,
}) => {
  test.setTimeout(240_000);
  await using server = await startServer({ env: { XIN_REPLY_PACE_MS: "5" } });
  const context = await browser.newContext({
    baseURL: server.url,
    storageState: await memberSession(server, owner),
  });
  watch(context);
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  await openHydrated(page, "/");
  await page.getByRole("gridcell", { name: /Hannah Kerr/ }).click();
  const mode = page.getByTitle("How far the AI may go here");
  await expect(mode).toHaveText("Answers by itself");

  await test.step("a conversation's mode is set in its menu and shown with its reason", async () => {
    await mode.click();
    await expect(page.getByText("set by the policy")).toBeVisible();
    await page.getByRole("menuitemradio", { name: /^Shadow/ }).click();
    await expect(mode).toHaveText("Shadow");
    await expect(page.getByRole("log")).toContainText("set how far the AI may go: Shadow");
    await mode.click();
    await expect(page.getByText("set for this conversation")).toBeVisible();
    await show(page, "mode-menu");
    await page.getByRole("menuitemradio", { name: "As everywhere" }).click();
    await expect(mode).toHaveText("Answers by itself");
  });

  await test.step("the workspace's mode holds for its conversations at once, live", async () => {
    const settings = await context.newPage();
    await openHydrated(settings, "/settings/modes");
    await settings.getByLabel("Whole workspace").selectOption("draft");
    await expect(mode).toHaveText("Writes drafts");
    await expect(settings.getByText("set for the workspace")).toBeVisible();
    await look(settings, "modes");
    await settings.getByLabel("Whole workspace").selectOption("");
    await expect(mode).toHaveText("Answers by itself");
    await settings.close();
  });

  await test.step("a past conversation is replayed under another version", async () => {
    await page.getByRole("link", { name: "Replay" }).click();
    const policy = page.getByLabel("Policy");
    const draft = await policy.getByRole("option", { name: "Help desk v6" }).getAttribute("value");
    await policy.selectOption(draft);
    await page.getByLabel("Model").selectOption("built-in");
    await page.getByRole("button", { name: "Replay" }).click();
    const result = page.getByRole("region", { name: "Replay" });
    await expect(result.getByRole("status")).toContainText("2 questions.", { timeout: 60_000 });
    await expect(result.getByRole("status")).toContainText("The AI had decided 2.");
    await expect(result).toContainText("Hi, how heavy is the Skerry 2");
    await expect(result).toContainText("Drafted, a person decides");
    await look(page, "replay");
    await page.goBack();
  });

  await test.step("answers that are not let stand hold further ones back", async () => {
    await judgeAnswers(server.dataDir);
    await openHydrated(page, "/");
    await page.getByRole("gridcell", { name: /Hannah Kerr/ }).click();
    await page.getByRole("button", { name: /^Take over/ }).click();
    const banner = page.getByRole("status").filter({ hasText: "The AI writes drafts only" });
    await expect(banner).toContainText("did not let 30 of its newest 100 answers stand", {
      timeout: 30_000,
    });
    await expect(mode).toHaveText("Writes drafts");
    await look(page, "fallback");
    await banner.getByRole("link", { name: "Evidence" }).click();
    await expect(
      page.getByText("People did not let enough of its newest answers stand."),
    ).toBeVisible();
    await banner.getByRole("button", { name: "Return to auto" }).click();
    await expect(banner).toHaveCount(0);
    await openHydrated(page, "/settings/modes");
    await expect(page.getByText("30 of 100 were not let stand")).toBeVisible();
  });
  // Before the server: a page that loses it complains.
  await context.close();
});

const show = async (page: Page, name: string) => {
  const folder = process.env["XIN_SCREENS"];
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png` });
};

/** Nobody may be shut out of what is on the screen now. */
const look = async (page: Page, name: string) => {
  await show(page, name);
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"])
    .analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)])).toEqual([]);
};

/** As a busy week would leave it: of the newest hundred answers, people took thirty back. */
const judgeAnswers = async (dataDir: string) => {
  const db = await openRunningDatabase(dataDir);
  try {
    const tenant = await db.lookup((tx) => tenantBySlug(tx, owner.workspace));
    const made = await db.tenant(
      tenant?.id ?? "",
      (
        tx,
      ) => tx`insert into xin.decisions (tenant_id, id, conversation_id, kind, trigger_seq, epoch, mode,
          outcome, reason, answer, verdict, policy_id, policy_version)
        select tenant_id, gen_random_uuid(), conversation_id, kind, trigger_seq, epoch, mode, outcome, reason,
          answer, case when n <= 30 then 'retracted' end, policy_id, policy_version
        from (select * from xin.decisions where outcome = 'sent' and mode = 'auto' and reason = 'answered'
          order by created_at desc limit 1) d, generate_series(1, 100) n
        returning 1`,
    );
    expect(made).toHaveLength(100);
  } finally {
    await db.close();
  }
};
