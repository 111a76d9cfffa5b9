import { expect, type Locator, type Page } from "@playwright/test";

/** A page that is used by keys alone; each step fails when nobody would see where they are. */
export type Keyboard = {
  /** Presses a key, and finds the focus on something that shows it. */
  press(key: string): Promise<void>;
  /** Goes to an element by Tab. */
  goTo(target: Locator): Promise<void>;
  /** The same by Shift+Tab. */
  goBackTo(target: Locator): Promise<void>;
  type(words: string): Promise<void>;
  /** Finds the focus on an element, and showing. */
  isAt(target: Locator): Promise<void>;
};

/** More than there are on a page. */
const mostStops = 150;

/** Uses a page by keys alone. */
export const byKeyboard = (page: Page): Keyboard => {
  const showsFocus = () => expect.poll(() => page.evaluate(lookAtFocus)).toBe("shown");
  const press = async (key: string): Promise<void> => {
    await page.keyboard.press(key);
    await showsFocus();
  };
  const isFocused = (target: Locator) =>
    target.evaluate((element) => element === document.activeElement);
  const walk = async (key: string, target: Locator): Promise<void> => {
    await expect(target).toBeVisible();
    for (let stops = 0; stops < mostStops && !(await isFocused(target)); stops += 1)
      await press(key);
    await expect(target).toBeFocused();
  };
  return {
    press,
    goTo: (target) => walk("Tab", target),
    /** The same by Shift+Tab. */
    goBackTo: (target) => walk("Shift+Tab", target),
    type: (words) => page.keyboard.type(words),
    isAt: async (target) => {
      await expect(target).toBeFocused();
      await showsFocus();
    },
  };
};

/** Whether an element has the focus, is in the window, and shows it by a ring of its own or of the box it fills. */
const lookAtFocus = (): string => {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement != null) at = at.shadowRoot.activeElement;
  if (at === null || at === document.body) return "nowhere";
  const { top, bottom, width, height } = at.getBoundingClientRect();
  const name = `${at.tagName} ${at.className} ${at.textContent?.slice(0, 40)}`;
  if (width === 0 || height === 0) return `hidden: ${name}`;
  if (bottom < 0 || top > innerHeight) return `out of sight: ${name}`;
  const probe = document.createElement("i");
  probe.style.color = "var(--accent)";
  document.body.append(probe);
  const accent = getComputedStyle(probe).color;
  probe.remove();
  // The widget has a ring of its own.
  const isWidget = at.getRootNode() !== document;
  const box = at.closest(".cm-content")?.closest(".policy-editor") ?? at.closest(".composer") ?? at;
  const { boxShadow, outlineStyle } = getComputedStyle(box);
  return boxShadow.includes(accent) || (isWidget && boxShadow !== "none") || outlineStyle !== "none"
    ? "shown"
    : `no ring: ${name}`;
};
