import type { Locator, Page } from "@playwright/test";

/** The widget of a page, as a visitor finds it. Texts are matched in English and Chinese. */
export type Visitor = {
  readonly launcher: Locator;
  readonly dialog: Locator;
  readonly log: Locator;
  readonly input: Locator;
  /** Opens the panel and waits until it is connected. */
  open(): Promise<void>;
  /** Writes and sends one message. */
  say(text: string): Promise<void>;
};

/** Drives the widget on `page`. */
export const visitorOn = (page: Page): Visitor => {
  const launcher = page.locator("xin-widget .launcher");
  const dialog = page.locator("xin-widget").getByRole("dialog");
  const input = dialog.getByRole("textbox");
  return {
    launcher,
    dialog,
    log: dialog.getByRole("log"),
    input,
    open: async () => {
      await launcher.click();
      await dialog
        .getByText(/AI answers now|AI 即时回复|A person|人工客服|answers you|正在为您服务/)
        .first()
        .waitFor();
    },
    say: async (text) => {
      await input.fill(text);
      await input.press("Enter");
    },
  };
};

/** A page of another website that embeds the widget with the snippet we hand out. */
export const embeddingPage = (
  origin: string | undefined,
  {
    lang = "en",
    attributes = "",
    head = "",
  }: { lang?: string; attributes?: string; head?: string } = {},
): string => `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><title>Shop</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">${head}</head>
<body><main><h1>Shop</h1></main>
<script async src="${origin}/w/loader.js" data-xin="demo_tarnmoor" ${attributes}></script></body></html>`;
