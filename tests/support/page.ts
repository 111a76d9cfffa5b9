import { test as base, expect } from "@playwright/test";
import type { BrowserContext } from "@playwright/test";

export { expect };

/** What every browser test may use besides Playwright's own `page`, `context` and `browser`. */
export type PageFixtures = {
  /** Complaints of all pages so far. Not empty at the end of a test: the test fails. */
  complaints: string[];
  /** Watches the pages of a further context as well, for tests with several people. */
  watch: (context: BrowserContext) => void;
};

/**
 * Playwright's `test`, which fails when a page logs a console error or warning, throws, or breaks
 * its content security policy (Chromium reports that as a console error).
 */
export const test = base.extend<PageFixtures>({
  complaints: [
    async ({ context }, use) => {
      const complaints: string[] = [];
      collectComplaints(context, complaints);
      await use(complaints);
      expect(complaints, "complaints of the browser's console").toEqual([]);
    },
    { auto: true },
  ],
  watch: async ({ complaints }, use) => {
    await use((context) => collectComplaints(context, complaints));
  },
});

const collectComplaints = (context: BrowserContext, complaints: string[]) => {
  context.on("console", (message) => {
    if (message.type() !== "error" && message.type() !== "warning") return;
    complaints.push(`${message.type()} on ${message.page()?.url()}: ${message.text()}`);
  });
  context.on("weberror", (failure) => {
    complaints.push(`uncaught: ${failure.error().message}`);
  });
};
