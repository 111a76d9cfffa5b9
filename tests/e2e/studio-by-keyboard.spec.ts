import { byKeyboard } from "../support/by-keyboard.ts";
import { openHydrated } from "../support/hydrated.ts";
import { openMember } from "../support/open-member.ts";
import { expect, test } from "../support/page.ts";
import { startServer } from "../support/start-server.ts";

/* What an author does with a policy, by keys alone: no step clicks, and none puts the focus anywhere. */

test("an author writes, publishes, tries and takes back a policy by keyboard alone", async ({
  browser,
  watch,
}) => {
  test.setTimeout(300_000);
  await using server = await startServer({ env: { XIN_REPLY_PACE_MS: "5" } });
  const page = await openMember(server, { browser, watch });
  const keys = byKeyboard(page);
  const main = page.getByRole("main");
  const editor = page.getByRole("textbox", { name: "Text of the policy" });
  const text = page.locator('input[name="text"]');
  const save = page.getByRole("button", { name: "Save as new version" });
  const versions = page.getByRole("complementary", { name: "Versions" });
  const row = (version: number) =>
    versions
      .getByRole("listitem")
      .filter({ has: page.getByRole("link", { name: `v${version}`, exact: true }) });
  const link = (version: number) =>
    row(version).getByRole("link", { name: `v${version}`, exact: true });
  const dialog = page.getByRole("dialog");
  /** Escape closes what is open, and the focus is where it was. */
  const closes = async (opener: Parameters<typeof keys.isAt>[0]) => {
    await keys.press("Escape");
    await expect(dialog).toHaveCount(0);
    await keys.isAt(opener);
  };
  /** Writes a line behind one that is there, and saves the page. */
  const add = async (line: string, behind: string, version: number) => {
    await keys.press("ControlOrMeta+End");
    while (!(await page.evaluate(lineOfCaret)).includes(behind)) await keys.press("ArrowUp");
    await keys.press("End");
    await keys.press("Enter");
    await keys.type(line);
    await expect(text).toHaveValue(new RegExp(line.replaceAll(/[?.()]/g, "\\$&")));
    // An open list of offered words takes Escape; Tab leaves the text in any case.
    await keys.press("Tab");
    await expect(editor).not.toBeFocused();
    await keys.goTo(save);
    await keys.press("Enter");
    await expect(row(version)).toBeVisible();
    await keys.isAt(save);
  };
  await openHydrated(page, "/policies");

  await test.step("from the list into the page, past the rail", async () => {
    await keys.press("Tab");
    await keys.isAt(page.getByRole("link", { name: "Skip to the content" }));
    await keys.press("Enter");
    await keys.isAt(main.getByRole("heading", { level: 1 }));
    const create = page.getByRole("button", { name: "New policy" });
    await keys.goTo(create);
    await keys.press("Enter");
    await expect(dialog).toBeVisible();
    await closes(create);
    await keys.goTo(main.getByRole("table").getByRole("link").first());
    await keys.press("Enter");
    await keys.isAt(main.getByRole("heading", { level: 1, name: /Help desk/ }));
    await expect(editor).toBeVisible();
  });

  await test.step("every dialog closes with Escape and gives the focus back", async () => {
    for (const name of ["Suggest changes", "Authors"]) {
      const toggle = page.getByRole("button", { name });
      await keys.goTo(toggle);
      await keys.press("Space");
      await expect(toggle).toHaveAttribute("aria-pressed", "true");
      await keys.press("Space");
      await expect(toggle).toHaveAttribute("aria-pressed", "false");
      await keys.isAt(toggle);
    }
    const tests = page.getByRole("button", { name: "Tests from conversations" });
    await keys.goBackTo(tests);
    await keys.press("Enter");
    await expect(dialog.getByRole("checkbox").first()).toBeVisible();
    await keys.goTo(dialog.getByRole("checkbox").nth(1));
    await keys.press("Space");
    await expect(dialog.getByRole("checkbox").nth(1)).toBeChecked();
    await closes(tests);
    await keys.press("?");
    await expect(page.getByRole("dialog", { name: "Keys" })).toContainText("Leave the text");
    await closes(tests);
    await keys.press("ControlOrMeta+k");
    await expect(dialog).toBeVisible();
    await closes(tests);
    const preview = page.getByRole("button", { name: "Preview" });
    await keys.goBackTo(preview);
    await keys.press("Enter");
    const close = page.getByRole("button", { name: "Close the preview" });
    const field = page.getByRole("region", { name: "Preview" }).getByRole("textbox");
    await expect(field).toBeFocused();
    await keys.goBackTo(close);
    await keys.press("Enter");
    await keys.isAt(preview);
  });

  await test.step("a line is written, commented, compared and saved", async () => {
    await keys.goTo(editor);
    await expect(editor).toHaveAccessibleDescription(/Tab leaves the text/);
    await keys.press("ControlOrMeta+Alt+m");
    const comment = page.getByRole("textbox", { name: "Comment" });
    await keys.isAt(comment);
    await keys.press("Escape");
    await keys.isAt(editor);
    await keys.type("x");
    const compare = page.getByRole("button", { name: "Compare" });
    await keys.goBackTo(compare);
    await keys.press("Enter");
    await expect(dialog.getByRole("status")).toContainText("added");
    await closes(compare);
    await keys.goTo(editor);
    await keys.press("ControlOrMeta+z");
    await add('- Asked "Can you cancel my order?", it answers, says "done".', "deliver pizza", 8);
  });

  await test.step("its tests are read, and it is published for a reason", async () => {
    const publish = row(8).getByRole("button", { name: "Publish" });
    await keys.goTo(publish);
    await keys.press("Enter");
    const gate = page.getByRole("dialog", { name: "Publish v8" });
    await expect(gate.getByText("1 test fails")).toBeVisible({ timeout: 30_000 });
    await closes(publish);
    await keys.press("Enter");
    await expect(gate.getByText("1 test fails")).toBeVisible({ timeout: 30_000 });
    await keys.goTo(gate.getByRole("list", { name: "Tests" }));
    await keys.press("ArrowDown");
    await keys.goTo(gate.getByRole("textbox", { name: "Why publish in spite of that?" }));
    await keys.type("Cancelling comes next week.");
    await keys.goTo(gate.getByRole("button", { name: "Publish all the same" }));
    await keys.press("Enter");
    await expect(page.getByText("v8 answers visitors")).toBeVisible();
    await keys.isAt(link(8));
  });

  await test.step("the next one is tried on a share, and the trial ended", async () => {
    await keys.goBackTo(editor);
    await add("Name the next step.", "Short sentences.", 9);
    await keys.goTo(row(9).getByRole("button", { name: "Publish" }));
    await keys.press("Enter");
    const gate = page.getByRole("dialog", { name: "Publish v9" });
    await expect(gate.getByText("1 test fails")).toBeVisible({ timeout: 30_000 });
    await keys.goTo(gate.getByRole("radio", { name: "everybody" }));
    await keys.press("ArrowDown");
    await expect(gate.getByRole("radio", { name: /canary/ })).toBeChecked();
    await keys.goTo(gate.getByRole("spinbutton", { name: "Share in percent" }));
    await keys.press("ControlOrMeta+a");
    await keys.type("20");
    await keys.goTo(gate.getByRole("checkbox", { name: "Handed over" }));
    await keys.press("Space");
    await keys.goTo(gate.getByRole("textbox", { name: "Why publish in spite of that?" }));
    await keys.type("The failing test is known.");
    await keys.goTo(gate.getByRole("button", { name: "Publish all the same" }));
    await keys.press("Enter");
    await expect(row(9).getByText("Canary, 20%")).toBeVisible();
    await keys.isAt(row(9).getByRole("button", { name: "Publish" }));
    await keys.goBackTo(row(9).getByRole("button", { name: "End the canary" }));
    await keys.press("Enter");
    await expect(row(9).getByText("Canary, 20%")).toHaveCount(0);
    await keys.isAt(link(9));
  });

  await test.step("it decides in the shadow, and no longer", async () => {
    const shadow = row(9).getByRole("button", { name: "Shadow v9" });
    await keys.goTo(shadow);
    await keys.press("Enter");
    await expect(dialog).toBeVisible();
    await closes(shadow);
    await keys.press("Enter");
    await keys.goTo(dialog.getByRole("spinbutton", { name: "Percent of the conversations" }));
    await keys.press("ControlOrMeta+a");
    await keys.type("50");
    await keys.press("Enter");
    const label = row(9).getByRole("link", { name: "Shadow, 50%" });
    await expect(label).toBeVisible();
    await keys.isAt(link(9));
    await keys.goTo(label);
    await keys.press("Enter");
    await keys.isAt(main.getByRole("heading", { level: 1, name: /Shadow/ }));
    await keys.goTo(page.getByRole("button", { name: "End the shadow" }));
    await keys.press("Enter");
    await expect(page.getByText("Nothing decides in the shadow.")).toBeVisible();
    const back = page.getByRole("link", { name: "page of the policy" });
    await keys.isAt(back);
    await keys.press("Enter");
    await keys.isAt(main.getByRole("heading", { level: 1, name: /Help desk/ }));
  });

  await test.step("one key goes back to an earlier version", async () => {
    await keys.goTo(row(7).getByRole("button", { name: "Go back to this" }));
    await keys.press("Enter");
    await expect(row(7).getByText("Answers visitors")).toBeVisible();
    await keys.isAt(link(7));
  });

  await test.step("versions are compared, in words and in what they would answer", async () => {
    await keys.goBackTo(page.getByRole("link", { name: "Compare" }));
    await keys.press("Enter");
    await keys.isAt(main.getByRole("heading", { level: 1, name: /Compare/ }));
    const earlier = page.getByRole("combobox", { name: "Earlier version" });
    await keys.goTo(earlier);
    await keys.press("ArrowDown");
    await expect(page).toHaveURL(/from=6/);
    await keys.isAt(earlier);
    const side = page.getByRole("button", { name: "Side by side" });
    await keys.goTo(side);
    await keys.press("Enter");
    await expect(side).toHaveAttribute("aria-pressed", "true");
    await keys.isAt(side);
    const ask = page.getByRole("button", { name: "Ask both" });
    await keys.goTo(ask);
    await keys.press("Enter");
    const behaviour = page.getByRole("region", { name: "Behaviour" });
    await expect(behaviour.getByText(/answered otherwise, \d+ with another outcome/)).toBeVisible({
      timeout: 30_000,
    });
    await keys.isAt(ask);
    await keys.goTo(behaviour.getByRole("list"));
    await keys.press("ArrowDown");
  });
  await page.context().close();
});

/** The words of the line the caret is in, of the editor. */
const lineOfCaret = (): string =>
  getSelection()?.anchorNode?.parentElement?.closest(".cm-line")?.textContent ?? "";
