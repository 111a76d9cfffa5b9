import { AxeBuilder } from "@axe-core/playwright";
import { readPolicies, readPolicyVersion } from "#db/reads/policies.ts";
import { readMembers } from "#db/reads/members.ts";
import { tenantBySlug } from "#db/reads/tenants.ts";
import { savePolicyVersion } from "#engine/policy/save-policy-version.ts";
import { openSilentBus } from "#engine/runtime/silent-bus.ts";
import { memberEnvelope } from "#engine/tenancy/member-envelope.ts";
import { pino } from "pino";
import { openAuthors, selectWords, threadCard } from "../support/open-authors.ts";
import { expect, test } from "../support/page.ts";
import { policyPage } from "../support/policy-page.ts";
import { openRunningDatabase } from "../support/running-database.ts";
import { startServer } from "../support/start-server.ts";
import { openWidget } from "../support/widget.ts";

/*
 * The whole way of a policy's page: three authors write it at once, one of them without a line, talk about it, compare,
 * try it out, publish it past a failing test, try the next one on a share, and go back, while a visitor's conversation runs.
 */

const weight = "How heavy is the Skerry 2 when packed?";
const stripes = "Do you have tents with zebra stripes?";

test("three authors take a page from its first words to visitors and back", async ({
  browser,
  watch,
}) => {
  test.setTimeout(300_000);
  await using server = await startServer({ env: { XIN_REPLY_PACE_MS: "5" } });
  const shop = await browser.newContext({ baseURL: server.url });
  watch(shop);
  const visit = await shop.newPage();
  await visit.goto("/demo");
  const visitor = await openWidget(visit);
  await visitor.say(weight);
  await expect(visitor.log).toContainText("1.94 kg");
  const { owner, maya, priya } = await openAuthors(server, { browser, watch });
  const all = [owner, maya, priya];
  const versions = owner.page.getByRole("complementary", { name: "Versions" });
  const newest = versions.getByRole("listitem").first();
  const versionAt = (number: number) =>
    versions
      .getByRole("listitem")
      .filter({ has: owner.page.getByRole("link", { name: `v${number}`, exact: true }) });

  await test.step("they write it at once", async () => {
    const rule =
      '- When someone asks about "zebra stripes", then answer: Our tents come in one colour only.';
    const before = await owner.editor.text();
    await owner.editor.fill(before.replace("## Rules\n", `## Rules\n\n${rule}`));
    for (const { editor } of all) await expect.poll(editor.text).toContain("zebra stripes");
    await priya.editor.field.press("ControlOrMeta+End");
    await maya.editor.field.press("ControlOrMeta+Home");
    await Promise.all([
      priya.page.keyboard.type("\n## Stripes\n"),
      selectWords(maya.page, "Short sentences.").then(() =>
        maya.page.keyboard.type("Short sentences, one thought each."),
      ),
    ]);
    for (const { editor } of all) {
      await expect.poll(editor.text).toContain("\n## Stripes\n");
      await expect.poll(editor.text).toContain("Short sentences, one thought each.");
    }
  });

  await test.step("they comment and suggest", async () => {
    await selectWords(maya.page, "Short sentences, one thought each.");
    await maya.page.keyboard.press("ControlOrMeta+Alt+m");
    await maya.page.keyboard.type("Is that not two thoughts?");
    await maya.page.keyboard.press("ControlOrMeta+Enter");
    await expect(threadCard(owner.talk, "two thoughts")).toBeVisible();
    await priya.page.getByRole("button", { name: "Suggest changes" }).click();
    await priya.editor.field.press("ControlOrMeta+Home");
    await selectWords(priya.page, "one thought each");
    await priya.page.keyboard.type("one at a time");
    await priya.page.getByRole("button", { name: "Send 1 suggestion" }).click();
    const card = threadCard(owner.talk, "Suggested by Priya");
    await card.getByRole("button", { name: "Accept" }).click();
    await priya.page.getByRole("button", { name: "Suggest changes" }).click();
    for (const { editor } of all) {
      await expect.poll(editor.text).toContain("Short sentences, one at a time.");
    }
  });

  await test.step("one of them goes on without a line", async () => {
    await priya.line.cut();
    await priya.editor.field.press("ControlOrMeta+End");
    await priya.page.keyboard.type("Stripes are out of season.");
    await maya.editor.field.press("ControlOrMeta+End");
    await maya.page.keyboard.type("So are dots.");
    priya.line.mend();
    await priya.page.evaluate(() => dispatchEvent(new Event("online")));
    for (const { editor } of all) {
      await expect.poll(editor.text, { timeout: 30_000 }).toContain("Stripes are out of season.");
      await expect.poll(editor.text).toContain("So are dots.");
    }
  });

  await test.step("what is saved elsewhere meanwhile comes in beside what is not saved", async () => {
    await maya.editor.field.press("ControlOrMeta+End");
    await saveElsewhere(server.dataDir, (text) =>
      text.replace("Name the usual time and cost.", "Name the usual time, cost and carrier."),
    );
    for (const { editor } of all) {
      await expect.poll(editor.text, { timeout: 15_000 }).toContain("time, cost and carrier.");
      await expect.poll(editor.text).toContain("So are dots.");
    }
    await expect(owner.page.getByText("v8 was saved by Priya Nair")).toBeVisible();
    await expect(newest).toContainText("From a file.");
    await maya.page.keyboard.type(" And squares.");
    for (const { editor } of all) {
      await expect
        .poll(editor.text)
        .toMatch(
          /So are dots\.(Stripes are out of season\.)? And squares\.|Stripes are out of season\. And squares\./,
        );
    }
    const { violations } = await new AxeBuilder({ page: owner.page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
  });

  await test.step("they see what it changes, and what it would answer", async () => {
    await owner.page.getByRole("button", { name: "Compare" }).click();
    const diff = owner.page.getByRole("dialog", { name: "This page, not saved yet" });
    await expect(diff.locator(".is-added").first()).toContainText("zebra stripes");
    await owner.page.keyboard.press("Escape");
    await owner.page.getByRole("button", { name: "Preview" }).click();
    const preview = owner.page.getByRole("region", { name: "Preview" });
    const field = preview.getByRole("dialog").getByRole("textbox");
    await field.fill(stripes);
    await field.press("Enter");
    await expect(preview.getByRole("dialog")).toContainText("one colour only");
    await expect(preview.getByText("Would be sent")).toBeVisible();
    await owner.page.getByRole("button", { name: "Close the preview" }).click();
  });

  await test.step("a failing test holds it back, and a reason lets it through", async () => {
    const failing = '- Asked "Can you cancel my order?", it answers, says "done".';
    const text = await owner.editor.text();
    await owner.editor.fill(text.replace("## Tests\n", `## Tests\n\n${failing}`));
    await owner.page.getByRole("textbox", { name: "What changed" }).fill("Stripes.");
    await owner.page.getByRole("button", { name: "Save as new version" }).click();
    await expect(newest).toContainText("Stripes.");
    await newest.getByRole("button", { name: "Publish" }).click();
    const gate = owner.page.getByRole("dialog", { name: "Publish v9" });
    await expect(gate.getByText("1 test fails")).toBeVisible();
    await gate.getByRole("textbox").fill("Cancelling comes next week; stripes cannot wait.");
    await gate.getByRole("button", { name: "Publish all the same" }).click();
    await expect(owner.page.getByText("v9 answers visitors")).toBeVisible();
    await visitor.say(stripes);
    await expect(visitor.log).toContainText("one colour only");
  });

  await test.step("the next one is tried on a share of the conversations", async () => {
    const editor = await policyPage(owner.page);
    await editor.fill((await editor.text()).replace("in one colour only", "in moss green only"));
    await owner.page.getByRole("button", { name: "Save as new version" }).click();
    await versionAt(10).getByRole("button", { name: "Publish" }).click();
    const gate = owner.page.getByRole("dialog", { name: "Publish v10" });
    await gate.getByRole("radio", { name: /canary/ }).check();
    await gate.getByRole("spinbutton", { name: "Share in percent" }).fill("10");
    await gate.getByRole("textbox").last().fill("The failing test is known.");
    await gate.getByRole("button", { name: /^Publish/ }).click();
    await expect(versionAt(10).getByText("Canary, 10%")).toBeVisible();
    await versionAt(10).getByRole("button", { name: "End the canary" }).click();
    await expect(versionAt(10).getByText("Canary, 10%")).toHaveCount(0);
  });

  await test.step("and one click goes back, for the conversation that runs too", async () => {
    await versionAt(7).getByRole("button", { name: "Go back to this" }).click();
    await expect(versionAt(7).getByText("Answers visitors")).toBeVisible();
    const answers = visitor.log.getByText("one colour only");
    const before = await answers.count();
    await visitor.say(weight);
    await expect(visitor.log.getByText("1.94 kg")).toHaveCount(2);
    await visitor.say(stripes);
    await expect(visitor.log.getByText("Why this answer?")).toHaveCount(4);
    await expect(answers).toHaveCount(before);
  });
  for (const { context } of [...all, { context: shop }]) await context.close();
});

/** Saves a version of the first page as a command does: in the database, telling nobody. */
const saveElsewhere = async (dataDir: string, change: (text: string) => string) => {
  const db = await openRunningDatabase(dataDir);
  try {
    const tenantId = (await db.lookup((tx) => tenantBySlug(tx, "tarnmoor")))?.id ?? "";
    const { policy, version, member } = await db.tenant(tenantId, async (tx) => {
      const [first] = await readPolicies(tx);
      const members = await readMembers(tx);
      return {
        policy: first,
        version: await readPolicyVersion(tx, first?.id ?? "", first?.lastVersion ?? 0),
        member: members.find(({ email }) => email === "priya@example.com"),
      };
    });
    if (policy === undefined || version === null || member === undefined) {
      throw new Error("The demo has no such policy or member");
    }
    const { id: memberId, name, role } = member;
    const deps = { db, log: pino({ level: "silent" }), bus: openSilentBus() };
    await savePolicyVersion(deps, memberEnvelope({ tenantId, memberId, name, role }), {
      policyId: policy.id,
      text: change(version.text),
      note: "From a file.",
    });
  } finally {
    await db.close();
  }
};
