import { readFile } from "node:fs/promises";
import { memberSession } from "../support/member-session.ts";
import { expect, test } from "../support/page.ts";
import { startServer } from "../support/start-server.ts";

/* A page is asked for while the database does not answer. */

test("a page that could not be had says so in the reader's language, and comes back by itself", async ({
  browser,
}) => {
  test.setTimeout(180_000);
  await using server = await startServer();
  const storageState = await memberSession(server, {
    email: "you@example.com",
    workspace: "tarnmoor",
  });
  // Its page is not watched: Chromium complains of every answer that is an error.
  const context = await browser.newContext({ baseURL: server.url, storageState });
  await context.addCookies([{ name: "xin_lang", value: "zh", url: server.url }]);
  const page = await context.newPage();
  const uncaught: string[] = [];
  page.on("pageerror", ({ message }) => uncaught.push(message));

  const database = await databaseOf(server.pid);
  process.kill(database, "SIGSTOP");
  try {
    const answer = await page.goto("/");
    expect(answer?.status()).toBe(500);
    expect(answer?.headers()["content-security-policy"]).toContain("script-src");
    await expect(page.getByRole("heading", { name: "我们这边出了问题" })).toBeVisible();
    await expect(page.locator("html")).toHaveAttribute("lang", "zh");
    // Asked again meanwhile, it stays as it is.
    const again = (method: string) => (request: { method(): string }) =>
      request.method() === method;
    await page.waitForRequest(again("HEAD"));
  } finally {
    process.kill(database, "SIGCONT");
  }
  await expect(page.getByRole("heading", { name: "我们这边出了问题" })).toBeHidden({
    timeout: 60_000,
  });
  await expect(page.getByRole("grid").first()).toBeVisible();
  expect(uncaught).toEqual([]);
  await context.close();
});

/** The process of the embedded database, a child of the server. */
const databaseOf = async (server: number): Promise<number> => {
  const children = await readFile(`/proc/${server}/task/${server}/children`, "utf8");
  for (const pid of children.trim().split(" ")) {
    const command = await readFile(`/proc/${pid}/cmdline`, "utf8");
    if (command.includes("embedded/child.ts")) return Number(pid);
  }
  throw new Error(`Process ${server} has no embedded database among its children: ${children}`);
};
