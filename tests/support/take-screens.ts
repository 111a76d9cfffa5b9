import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
  chromium,
} from "@playwright/test";
import { decideInCanary } from "./decide-in-canary.ts";
import { findBrowser } from "./find-browser.ts";
import { openHydrated } from "./hydrated.ts";
import { memberSession } from "./member-session.ts";
import { startServer } from "./start-server.ts";
import { openWidget } from "./widget.ts";

/*
 * `node tests/support/take-screens.ts`: starts the product with its demo and takes the pictures of
 * docs/demos/, each page at a desk, on a telephone, in the dark and in Chinese. With names, such as
 * `widget delivery`, only those are taken.
 */
const folder = fileURLToPath(new URL("../../docs/demos/", import.meta.url));

type Look = { readonly suffix: string; readonly locale: "en" | "zh" } & BrowserContextOptions;
const desk = { viewport: { width: 1440, height: 900 } };
const looks: readonly Look[] = [
  { suffix: "", locale: "en", ...desk },
  { suffix: "-dark", locale: "en", colorScheme: "dark", ...desk },
  { suffix: "-mobile", locale: "en", viewport: { width: 390, height: 844 } },
  { suffix: "-zh", locale: "zh", ...desk },
];

/** Others who may be on a picture. */
type People = {
  /** A page of a colleague at the same browser, signed in. */
  readonly colleague: (email: string) => Promise<Page>;
  readonly dataDir: string;
};

/** Opens what is on a picture, in a page that is signed in. */
const pictures: Readonly<Record<string, (page: Page, look: Look, people: People) => unknown>> = {
  // On a telephone the list stands alone.
  inbox: (page, look) =>
    look.suffix === "-mobile" ? openHydrated(page, "/") : openThread(page, look),
  why: async (page, look) => {
    await openThread(page, look);
    await page.locator("[data-why]").last().click();
    await page.locator(".why-drawer .passage").first().waitFor();
  },
  // Some documents on their way in, and one that needs a person.
  knowledge: async (page, look) => {
    await openHydrated(page, "/knowledge");
    await page
      .getByLabel(uploadLabel[look.locale], { exact: true })
      .setInputFiles(sampleFiles(look.suffix));
    await page.locator(".is-failed").first().waitFor({ timeout: 60_000 });
    await page.locator("[data-source] .st.acc").first().waitFor({ timeout: 60_000 });
  },
  source: async (page) => {
    await openHydrated(page, "/knowledge");
    await page.locator("[data-source] .st.ok").first().waitFor({ timeout: 60_000 });
    await page.locator("[data-source]:has(.st.ok) .source-name a").first().click();
    await page.locator(".passage-card").first().waitFor();
  },
  retrieval: async (page, { locale }) => {
    const question =
      locale === "zh" ? "帐篷可以终身免费维修吗？" : "How heavy is the Skerry 2 when packed?";
    await openHydrated(page, "/knowledge/retrieval");
    await page.getByRole("textbox").first().fill(question);
    await page.getByRole("slider").first().fill("0.7");
    await page.locator(".cand-n:visible").first().waitFor();
    await page.locator(".set-figures:not([aria-busy=true])").waitFor({ timeout: 60_000 });
  },
  unanswered: async (page) => {
    await openHydrated(page, "/knowledge/unanswered");
    await page.locator("main h1, main h2").first().waitFor();
  },
  // Colleagues write the same page.
  policy: async (page, { locale }, { colleague }) => {
    const maya = await colleague("maya@example.com");
    const priya = await colleague("priya@example.com");
    for (const one of [maya, priya, page]) await openPolicy(one, pageName[locale]);
    const [hers, theirs] = locale === "zh" ? ["不要猜", "语气"] : ["returns, repairs", "Tone"];
    await maya.locator(".cm-line", { hasText: hers }).click();
    await priya.locator(".cm-line", { hasText: theirs }).last().click();
    for (const name of ["Maya", "Priya"])
      await page.locator(".peer-name", { hasText: name }).waitFor();
    await page.locator(".thread-card").first().waitFor();
  },
  // Its versions, and whose each line is.
  "policy-history": async (page, { locale }) => {
    await openPolicy(page, pageName[locale]);
    await page.locator(".page-tools > button[title]").last().click();
    await page.locator(".author-mark span").first().waitFor();
    await page.locator(".cm-content").press("ControlOrMeta+Home");
    for (let n = 0; n < 16; n += 1) await page.keyboard.press("ArrowDown");
    await page.locator(".author-line b").waitFor();
  },
  "policy-diff": async (page, look) => {
    await openDiff(page, look);
    await page.locator(".diff-sides").first().waitFor();
  },
  "policy-behaviour": async (page) => {
    await openDiff(page, { locale: "en" });
    await page.locator(".behaviour-panel .row button").first().click();
    await page.locator(".behaviour .replay-sums").waitFor({ timeout: 60_000 });
    await page.locator(".behaviour-panel").evaluate((panel) => panel.scrollIntoView());
  },
  help: async (page) => {
    await openHydrated(page, "/help/modes-and-drafts");
    await page.locator(".help-text h2").first().waitFor();
  },
  decisions: async (page, { suffix }) => {
    await openHydrated(page, "/decisions");
    // On a telephone the list stands alone.
    if (suffix === "-mobile") return;
    await page.locator(".decision-what a").first().click();
    await page.locator(".why-drawer .why-foot").waitFor();
  },
  models: async (page) => {
    await openHydrated(page, "/settings/models");
    await page.locator("main h1, main h2").first().waitFor();
  },
  // After the inbox: these visitors would stand in it.
  widget: async (page, { locale }) => {
    await page.goto(locale === "zh" ? "/demo?lang=zh" : "/demo");
    const widget = await openWidget(page, locale);
    await widget.say(locale === "zh" ? "帐篷可以终身免费维修吗？" : "How long does a repair take?");
    await widget.log.locator(".sources").waitFor({ timeout: 60_000 });
  },
  // Last of all: it counts what the visitors have said.
  delivery: async (page) => {
    await openHydrated(page, "/delivery");
    await page.locator(".node").first().waitFor();
    await page.locator(".nodes-run").click();
    await page.locator(".node-times").first().waitFor();
    await page.locator(".page-body").evaluate((body) => body.scrollTo(0, 0));
  },
  // It leaves a version behind that nobody should publish.
  "policy-gate": async (page, { suffix }) => {
    await openPolicy(page, "Help desk");
    if (suffix === "") {
      // The editor draws only the lines near what is seen.
      await page.locator(".cm-content").press("ControlOrMeta+End");
      const line = '\n- Asked "Can you cancel my order today?", it answers, says "done".';
      await saveVersion(page, "Do you deliver pizza", line, "Orders are cancelled by the AI.");
    }
    await page.locator(".policy-versions li").first().locator("button").last().click();
    await page.locator(".gate .is-failed").first().waitFor({ timeout: 60_000 });
    await page.locator(".gate .replay-sums").waitFor({ timeout: 60_000 });
  },
  shadow: async (page, { suffix }) => {
    await openPolicy(page, "Help desk");
    const address = new URL(page.url()).pathname;
    if (suffix === "") {
      const rule =
        '- When someone asks about "stripes", then answer: Our tents come in moss green.';
      await page.locator(".cm-content").press("ControlOrMeta+End");
      await saveVersion(page, "then hand over: Your safety", `\n${rule}`, "Colours are asked for.");
      await page
        .getByRole("button", { name: /^Shadow v/ })
        .first()
        .click();
      await page.getByRole("button", { name: "Decide silently" }).click();
      await page.locator("a[href$='/shadow']").waitFor();
      const shop = await page.context().newPage();
      await shop.goto("/demo?lang=en");
      const visitor = await openWidget(shop);
      for (const question of [
        "How heavy is the Skerry 2 when packed?",
        "Do you have a tent with stripes?",
        "How many days do I have to return something?",
      ]) {
        const before = await visitor.log.getByText("Why this answer?").count();
        await visitor.say(question);
        await visitor.log.getByText("Why this answer?").nth(before).waitFor({ timeout: 60_000 });
      }
      await shop.close();
    }
    await openHydrated(page, `${address}/shadow`);
    await page.locator(".replay-turn").nth(2).waitFor({ timeout: 60_000 });
  },
  // One that stopped by itself; it goes on being told until somebody decides.
  canary: async (page, { suffix }, { dataDir }) => {
    await openPolicy(page, "Help desk");
    if (suffix === "") {
      await saveVersion(page, "Short sentences.", " One thought each.", "One thought each.");
      await page.locator(".policy-versions li").first().locator("button").last().click();
      await page.locator(".gate input[value=canary]").check();
      await page.locator(".gate input[name=share]").fill("50");
      await page.locator(".gate [type=submit][aria-disabled=false]").waitFor({ timeout: 60_000 });
      const reason = page.locator(".gate textarea");
      if (await reason.isVisible()) await reason.fill("What fails is known and harmless.");
      await page.locator(".gate [type=submit]").click();
      await page.locator(".canary-comparison").waitFor();
      await decideInCanary(dataDir, 12);
    }
    const stopped = page.locator(".canary-stopped");
    await stopped.waitFor({ timeout: 60_000 });
    await stopped.scrollIntoViewIfNeeded();
  },
};

/** Opens a policy's page, once it is written together. */
const openPolicy = async (page: Page, name: string) => {
  await openHydrated(page, "/policies");
  await page.getByRole("link", { name }).click();
  await page.locator(".cm-content").waitFor();
};

/** Writes behind a line of the page, and saves it with a note. */
const saveVersion = async (page: Page, behind: string, words: string, note: string) => {
  const versions = page.locator(".policy-versions li");
  const before = await versions.count();
  await page.locator(".cm-line", { hasText: behind }).click();
  await page.keyboard.press("End");
  await page.keyboard.insertText(words);
  await page.locator(".policy-save .field").fill(note);
  await page.locator(".policy-save button[type=submit][aria-disabled=false]").click();
  await versions.nth(before).waitFor();
};

const pageName = { en: "Help desk", zh: "中文客服" } as const;
const uploadLabel = { en: "Files to upload", zh: "要上传的文件" } as const;

/** A damaged document first, then long ones that take a while to read. */
const sampleFiles = (suffix: string) => [
  {
    name: `Supplier agreement${suffix}.pdf`,
    mimeType: "application/pdf",
    buffer: Buffer.from(`%PDF-1.7\nthe rest was lost on the way${suffix}`),
  },
  ...["Tent care handbook", "Boot fitting guide", "Stove spare parts", "Store opening hours"].map(
    (name) => ({
      name: `${name}${suffix}.md`,
      mimeType: "text/markdown",
      buffer: Buffer.from(longText(`${name}${suffix}`)),
    }),
  ),
];

const longText = (title: string): string => {
  const parts = Array.from(
    { length: 1500 },
    (_, n) =>
      `## ${title}, part ${n + 1}\n\nPart ${n + 1} of the ${title} says what to do in case ${n + 1}.`,
  );
  return [`# ${title}`, ...parts].join("\n\n");
};

const main = async () => {
  await mkdir(folder, { recursive: true });
  await using server = await startServer();
  const found = findBrowser();
  const browser = await chromium.launch({
    executablePath: found?.executablePath,
    args: found?.args,
  });
  try {
    const owner = { email: "you@example.com", workspace: "tarnmoor" } as const;
    const storageState = await memberSession(server, owner);
    const asked = process.argv.slice(2);
    for (const [name, open] of Object.entries(pictures)) {
      if (asked.length > 0 && !asked.includes(name)) continue;
      for (const look of looks) {
        const page = await openPage(browser, look, { storageState, baseURL: server.url });
        const mates: BrowserContext[] = [];
        const colleague = async (email: string) => {
          const session = await memberSession(server, { email, workspace: owner.workspace });
          const mate = await openPage(browser, looks[0] ?? look, {
            storageState: session,
            baseURL: server.url,
          });
          mates.push(mate.context());
          return mate;
        };
        await open(page, look, { colleague, dataDir: server.dataDir });
        await take(page, `${name}${look.suffix}.png`);
        for (const context of [...mates, page.context()]) await context.close();
      }
    }
  } finally {
    await browser.close();
  }
};

const openPage = async (browser: Browser, look: Look, options: BrowserContextOptions) => {
  const { suffix: _, locale, ...rest } = look;
  const context = await browser.newContext({
    ...options,
    ...rest,
    locale: locale === "zh" ? "zh-CN" : "en-GB",
    reducedMotion: "reduce",
    deviceScaleFactor: 1,
  });
  return context.newPage();
};

/** Opens a conversation in the look's language that the AI has answered. */
const openThread = async (page: Page, { locale }: Look) => {
  const { rows } = (await (await page.request.get("/inbox/rows?view=ai")).json()) as {
    rows: readonly { id: string; locale: string; previewBy: string | null }[];
  };
  const row = rows.find((one) => one.locale === locale && one.previewBy === "ai");
  if (row === undefined) throw new Error(`the demo has no conversation in ${locale}`);
  await openHydrated(page, `/c/${row.id}`);
};

/** The newest versions of a page of the demo side by side. */
const openDiff = async (page: Page, { locale }: Pick<Look, "locale">) => {
  await openHydrated(page, "/policies");
  await page.getByRole("link", { name: pageName[locale] }).click();
  await page.locator('a[href*="/diff"]').first().click();
  await page.locator(".diff-form .seg button").nth(1).click();
};

const take = async (page: Page, name: string) => {
  await page.evaluate(() => document.fonts.ready);
  // Nothing is pointed at.
  await page.mouse.move(0, 0);
  const picture = await page.screenshot({ path: folder + name, animations: "disabled" });
  console.log(`${name} ${Math.round(picture.byteLength / 1024)} kB`);
};

await main();
