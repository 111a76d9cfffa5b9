import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { openHydrated } from "../support/hydrated.ts";
import { memberSession } from "../support/member-session.ts";
import { expect, test } from "../support/page.ts";
import { startServer } from "../support/start-server.ts";
import { openWidget } from "../support/widget.ts";

/* How it was, in real browsers: asked once a conversation is closed, answered by keyboard and without a line. */

const owner = { email: "you@example.com", workspace: "tarnmoor" } as const;

test("a visitor rates a closed conversation, and the team reads it at once", async ({
  browser,
  watch,
  complaints,
}) => {
  test.setTimeout(120_000);
  await using server = await startServer();
  const team = await browser.newContext({
    baseURL: server.url,
    storageState: await memberSession(server, owner),
  });
  const visitors = await browser.newContext({ baseURL: server.url });
  watch(team);
  watch(visitors);
  const inbox = await team.newPage();
  const thread = inbox.getByRole("main");
  const page = await visitors.newPage();
  await page.goto("/demo?lang=en");
  const anna = await openWidget(page);
  const subject = "The zip of my tent is stuck";
  await anna.say(subject);
  const faces = anna.panel.getByRole("group", { name: "How was this conversation?" });
  const comment = anna.panel.getByLabel("Anything to add? (optional)");
  const chosen = (name: string) => faces.getByRole("button", { name, pressed: true });

  await test.step("it is asked when the conversation is closed, and interrupts nothing", async () => {
    await openHydrated(inbox, "/");
    await inbox.getByRole("row", { name: subject }).click();
    await expect(faces).toHaveCount(0);
    await thread.getByTitle("Close conversation").click();
    await expect(faces).toBeVisible();
    await expect(faces.getByRole("button")).toHaveCount(5);
    await expect(comment).toBeHidden();
    await expect(anna.panel.getByRole("textbox", { name: "Write a message" })).toBeFocused();
    await accessible(page);
  });

  await test.step("the keyboard is enough, and the team sees it without reloading", async () => {
    await faces.getByRole("button", { name: "Good, 4 of 5" }).focus();
    await page.keyboard.press("Enter");
    await expect(chosen("Good, 4 of 5")).toBeFocused();
    await expect(anna.panel.getByText("Thank you. You may change it for a day.")).toBeVisible();
    const told = thread.getByText("The visitor found it: Good, 4 of 5");
    await expect(told).toBeVisible();
    await comment.fill("The link to the repair shop was what I needed.");
    await comment.press("Tab");
    await page.keyboard.press("Enter");
    await expect(anna.panel.getByRole("button", { name: "Sent", exact: true })).toBeVisible();
    await expect(told.last()).toContainText("The link to the repair shop was what I needed.");
    await expect(inbox.locator(".visitor-ratings li")).toHaveCount(1);
    await expect(inbox.locator(".visitor-ratings")).toContainText("The link to the repair shop");
    await accessible(page);
    await accessible(inbox);
  });

  await test.step("what is chosen without a line goes out once, from the next page too", async () => {
    await visitors.setOffline(true);
    await faces.getByRole("button", { name: "Bad, 2 of 5", exact: true }).click();
    await expect(chosen("Bad, 2 of 5")).toBeVisible();
    await expect(
      anna.panel.getByText("It goes out as soon as there is a connection."),
    ).toBeVisible();
    await page.close();
    await visitors.setOffline(false);
    const next = await visitors.newPage();
    await next.goto("/demo?lang=en");
    const later = await openWidget(next);
    await expect(
      later.panel.getByRole("button", { name: "Bad, 2 of 5", exact: true, pressed: true }),
    ).toBeVisible();
    await expect(thread.getByText("The visitor found it: Bad, 2 of 5")).toHaveCount(1);
    await expect(inbox.locator(".visitor-ratings li")).toHaveCount(1);

    await later.say("It is stuck again");
    await expect(later.panel.getByRole("group", { name: "How was this" })).toHaveCount(0);
    await expect(thread.getByText("The conversation was opened again")).toBeVisible();
    await next.close();
  });

  await test.step("a workspace that does not want it does not ask", async () => {
    await openHydrated(inbox, "/settings");
    await inbox.getByRole("link", { name: "Ratings" }).click();
    await expect(inbox.getByText("Visitors are asked", { exact: true })).toBeVisible();
    await expect(inbox.locator(".visitor-ratings")).toContainText("Bad");
    await accessible(inbox);
    await inbox.getByRole("button", { name: "Stop asking" }).click();
    await expect(inbox.getByText("Visitors are not asked")).toBeVisible();
    const last = await visitors.newPage();
    await last.goto("/demo?lang=en");
    const again = await openWidget(last);
    await openHydrated(inbox, "/");
    await inbox.getByRole("row", { name: subject }).click();
    await thread.getByTitle("Close conversation").click();
    await expect(again.panel.getByText("This conversation is closed.").last()).toBeVisible();
    await expect(again.panel.getByRole("group", { name: "How was this" })).toHaveCount(0);
  });
  await team.close();
  await visitors.close();
  const own = complaints.filter((text) => !/WebSocket|ERR_INTERNET_DISCONNECTED/.test(text));
  expect(own).toEqual([]);
  complaints.length = 0;
});

/** Light and dark. */
const accessible = async (page: Page) => {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page })
      .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"])
      .analyze();
    expect.soft(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: "light" });
};
