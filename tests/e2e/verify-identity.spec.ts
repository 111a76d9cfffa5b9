import { AxeBuilder } from "@axe-core/playwright";
import { startFakeSmtp } from "../fakes/smtp.ts";
import { openHydrated } from "../support/hydrated.ts";
import { memberSession } from "../support/member-session.ts";
import { expect, test } from "../support/page.ts";
import { startServer } from "../support/start-server.ts";
import { openWidget } from "../support/widget.ts";

/** The code of the newest mail, when there are so many. */
const codeOf = async (smtp: Awaited<ReturnType<typeof startFakeSmtp>>, mails: number) => {
  await expect.poll(() => smtp.mails.length, { timeout: 20_000 }).toBe(mails);
  const source = smtp.mails.at(-1)?.source.replaceAll("\r", "") ?? "";
  return /^Your code: (\d{6})$/m.exec(source)?.[1] ?? "";
};

test("a visitor proves an address in the widget, and the team sees it", async ({
  browser,
  watch,
}) => {
  test.setTimeout(120_000);
  await using smtp = await startFakeSmtp({ tls: "none" });
  await using server = await startServer({
    env: {
      XIN_SMTP_URL: `smtp://127.0.0.1:${smtp.port}?tls=none`,
      XIN_SMTP_FROM: "support@shop.example",
    },
  });
  const visiting = await browser.newContext({ baseURL: server.url });
  watch(visiting);
  const page = await visiting.newPage();
  await page.goto("/demo?lang=en");
  const { panel, say } = await openWidget(page);
  await say("Could a person look at my order? I am kim@example.com");
  await expect(panel.getByText("kim@example.com")).toBeVisible();

  const storageState = await memberSession(server, {
    email: "you@example.com",
    workspace: "tarnmoor",
  });
  const desk = await browser.newContext({ baseURL: server.url, storageState });
  watch(desk);
  const inbox = await desk.newPage();
  await openHydrated(inbox, "/");
  await inbox.getByText("Could a person look at my order?").first().click();
  await inbox.getByRole("button", { name: "Ask for proof by code" }).click();
  await expect(inbox.getByText("A code is on its way.")).toBeVisible();

  const form = panel.getByRole("region", { name: "Confirm your e-mail address" });
  const field = form.getByRole("textbox", { name: "Six-digit code sent to k…@example.com" });
  await expect(field).toHaveAttribute("autocomplete", "one-time-code");
  const code = await codeOf(smtp, 1);
  await field.fill("12");
  await field.press("Enter");
  await expect(form.getByRole("alert")).toHaveText("The code has six digits.");
  await field.fill(code === "123456" ? "654321" : "123456");
  await field.press("Enter");
  await expect(form.getByRole("alert")).toHaveText("Wrong code. You have 4 tries left.");
  await expect(field).toHaveValue("");
  await form.getByRole("button", { name: "Send another" }).click();
  await expect(form.getByRole("status")).toHaveText(/^Another code can be sent at \d\d:\d\d\.$/);
  const axe = await new AxeBuilder({ page }).include("xin-widget").analyze();
  expect(axe.violations).toEqual([]);

  // Another tab shows it, also in the visitor's other language.
  const other = await visiting.newPage();
  await other.goto("/demo?lang=zh");
  const chinese = await openWidget(other, "zh");
  const again = chinese.panel.getByRole("textbox", { name: "六位验证码已发送至 k…@example.com" });
  await expect(again).toBeVisible();

  // And it is there after a reload, for the same code.
  await page.reload();
  const reopened = await openWidget(page);
  const kept = reopened.panel.getByRole("textbox", { name: /Six-digit code/ });
  await kept.fill(`${code.slice(0, 3)} ${code.slice(3)}`);
  await kept.press("Enter");
  await expect(reopened.panel.getByText("k…@example.com is confirmed")).toBeVisible();
  await expect(kept).toBeHidden();
  await expect(reopened.panel.getByRole("textbox", { name: "Write a message" })).toBeFocused();
  await expect(again).toBeHidden();
  await expect(chinese.panel.getByText("k…@example.com 已确认")).toBeVisible();
  await expect(inbox.getByText(/^Proven by a code/)).toBeVisible();
  await expect(inbox.getByText(/The visitor proved the address/)).toBeVisible();
  await expect(inbox.getByText(code)).toHaveCount(0);
  await visiting.close();
  await desk.close();
});
