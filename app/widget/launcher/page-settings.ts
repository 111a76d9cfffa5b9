/** Language and theme of the widget on this page. */
export type PageSettings = { readonly locale: "en" | "zh"; readonly theme: "light" | "dark" };

/**
 * Reads the settings: the script tag's `data-locale` and `data-theme` first, then the page's
 * `<html lang data-theme>`, then the browser's. `brand` is the tag's `data-brand`, or null.
 */
export const readSettings = (script: HTMLScriptElement): PageSettings => {
  const page = document.documentElement;
  const language = script.dataset["locale"] ?? (page.lang || navigator.language);
  const asked = [script.dataset["theme"], page.dataset["theme"]].find(isTheme);
  const system = darkScheme().matches ? "dark" : "light";
  return { locale: /^zh\b/i.test(language) ? "zh" : "en", theme: asked ?? system };
};

/** Calls back when the page or the system may have changed the settings. */
export const watchSettings = (onChange: () => void): void => {
  new MutationObserver(onChange).observe(document.documentElement, {
    attributeFilter: ["lang", "data-theme"],
  });
  darkScheme().addEventListener("change", onChange);
};

const darkScheme = () => matchMedia("(prefers-color-scheme: dark)");

const isTheme = (value: string | undefined): value is PageSettings["theme"] =>
  value === "light" || value === "dark";
