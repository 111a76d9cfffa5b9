import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { startFakeOpenAI } from "../fakes/openai.ts";
import { openHydrated } from "../support/hydrated.ts";
import { openDraft, openDraftTeam } from "../support/open-draft-team.ts";
import { expect, test } from "../support/page.ts";
import { startServer } from "../support/start-server.ts";

/* Two operators edit a draft while a slow model writes in it, stop it, ask for another one, and send it by key. */

// What the returns page of the demo shop says, so that the guards let it stand.
const first = "You can return anything within 30 days of the day it was delivered [1].";
const second = "It must be unused, clean and in its packaging, with the tags still on [1].";
const third = "You can return anything that is unused and clean [1].";
// Long enough that people type, ask and reload before it ends.
const whole = [first, second, third, third, third, third].join(" ");
const short = "You can return anything within 30 days [1].";
const question = "How many days do I have to return something?";

test("two people edit the draft that the AI writes, and nothing of either is lost", async ({
  browser,
  watch,
}) => {
  test.setTimeout(240_000);
  await using fake = await startFakeOpenAI({
    otherwise: ({ messages }) =>
      JSON.stringify(messages).includes("The draft so far")
        ? { mode: "text", text: short, pauseMs: 20 }
        : { mode: "text", text: whole, pauseMs: 350 },
  });
  await using server = await startServer({
    env: { XIN_LLM_URL: fake.url, XIN_LLM_MODEL: "slow" },
  });
  const { owner, maya, visitor, close } = await openDraftTeam(server, { browser, watch });
  await Promise.all([openHydrated(owner, "/"), openHydrated(maya, "/")]);
  for (const page of [owner, maya]) await noteInterruption(page);
  await visitor.say(question);

  const [mine, hers] = await Promise.all([openDraft(owner, question), openDraft(maya, question)]);
  const approve = owner.getByRole("button", { name: /^Approve and send/ });
  const writing = (page: Page) => page.getByText("Write in it too");
  const isAtTheSecond = () => expect(mine).toHaveValue(/delivered \[1\]/, { timeout: 30_000 });

  await test.step("both write in it while the AI goes on", async () => {
    await isAtTheSecond();
    await expect(writing(owner)).toBeVisible();
    await expect(approve).toBeDisabled();
    await mine.press("ControlOrMeta+Home");
    await hers.press("ControlOrMeta+End");
    await Promise.all([mine.pressSequentially("Hello! "), hers.pressSequentially(" Kind regards")]);
    await expect(writing(maya)).toBeVisible();
    for (const page of [owner, maya]) {
      await expect(page.getByText("Xin is writing here too")).toBeVisible();
      await expect(page.getByText(/In the draft with you: .*Xin/)).toBeVisible();
      expect(await page.evaluate(() => "wasInterrupted" in globalThis)).toBe(false);
    }
  });

  await test.step("asked for another one too soon, it says why not", async () => {
    await hers.press("ControlOrMeta+i");
    const said = "Ask for another draft when it is done, or stop it first";
    await expect(maya.getByRole("status").filter({ hasText: said })).toBeVisible();
    await hers.focus();
  });

  await test.step("one reloads in the middle, and both read the same in the end", async () => {
    await owner.reload();
    await expect(mine).toBeEditable({ timeout: 30_000 });
    await expect(mine).toHaveValue(/^Hello! You can return anything .* Kind regards$/);
    await expect(writing(owner)).toBeVisible();
    await expect(approve).toBeEnabled({ timeout: 60_000 });
    await expect(mine).toHaveValue(`Hello! ${whole} Kind regards`);
    await expect(hers).toHaveValue(`Hello! ${whole} Kind regards`);
    await expect(visitor.log).not.toContainText("Kind regards");
  });

  await test.step("it is written anew as asked, and the earlier one comes back with everybody's words", async () => {
    await hers.press("ControlOrMeta+i");
    await maya.getByLabel("How the AI should write the draft").fill("shorter");
    await maya.keyboard.press("Enter");
    await expect(mine).toHaveValue(short, { timeout: 30_000 });
    await expect(owner.getByText("Written anew: “shorter”")).toBeVisible();
    await owner.getByRole("button", { name: "Earlier draft" }).click();
    await expect(mine).toHaveValue(`Hello! ${whole} Kind regards`);
    await expect(hers).toHaveValue(`Hello! ${whole} Kind regards`);
  });

  await test.step("the visitor writes more: the draft stays, and what is answered is what is open", async () => {
    await visitor.say("And how many days do I have to return a tent?");
    await expect(owner.getByText("It answers what the visitor wrote since")).toBeVisible({
      timeout: 30_000,
    });
    await expect(mine).toHaveValue(`Hello! ${whole} Kind regards`);
    await expect(owner.getByRole("button", { name: /^Ask again/ })).toBeVisible();
    await expectAccessible(owner);
    await mine.press("ControlOrMeta+Enter");
    await expect(visitor.log).toContainText("Kind regards");
    await expect(visitor.log).toContainText("Hello! You can return anything within 30 days");
  });

  await test.step("the next one is stopped by key, and waits with what was typed", async () => {
    await isAtTheSecond();
    await expect(hers).toBeEditable();
    await hers.press("ControlOrMeta+End");
    await hers.pressSequentially(" Bye");
    await expect(mine).toHaveValue(/ Bye$/);
    await hers.press("ControlOrMeta+.");
    await expect(owner.getByText("Xin did not finish it")).toBeVisible();
    await expect(mine).toHaveValue(/^You can return anything .* Bye$/);
    await expect.poll(() => fake.requests.at(-1)?.outcome).toBe("aborted");
  });

  await test.step("it is asked for once more, and approved by key", async () => {
    await mine.press("ControlOrMeta+i");
    await owner.getByLabel("How the AI should write the draft").fill("one sentence");
    await owner.keyboard.press("Enter");
    await expect(hers).toHaveValue(short, { timeout: 30_000 });
    await hers.focus();
    await maya.keyboard.press("ControlOrMeta+Enter");
    await expect(visitor.log).toContainText(
      /Maya Lindqvist.*You can return anything within 30 days/,
    );
    await expect(owner.getByLabel("Reply to the visitor")).toHaveValue("");
  });
  await close();
});

/** Notes whether the page ever says that the AI was interrupted, if only for a blink. */
const noteInterruption = (page: Page) =>
  page.evaluate(() => {
    const look = () => {
      const said = document.querySelector(".draft-hint")?.textContent?.includes("interrupted");
      if (said === true) Object.assign(globalThis, { wasInterrupted: true });
    };
    new MutationObserver(look).observe(document.body, {
      subtree: true,
      childList: true,
      characterData: true,
    });
  });

const expectAccessible = async (page: Page) => {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"])
    .analyze();
  expect.soft(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
};
