/** How a person wants the console to look. `system` follows the device. */
export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

const storageKey = "xin.theme";

/**
 * Runs in the head before the first paint, so that a dark page never flashes white.
 * Kept as text: it goes into the page with the nonce.
 */
export const themeScript = `(()=>{const t=localStorage.getItem("${storageKey}");const d=t==="dark"||(t!=="light"&&matchMedia("(prefers-color-scheme:dark)").matches);document.documentElement.dataset.theme=d?"dark":"light"})()`;

/** The chosen theme in this browser. */
export const chosenTheme = (): Theme => {
  const kept = localStorage.getItem(storageKey);
  return themes.find((theme) => theme === kept) ?? "system";
};

/** Chooses a theme, now and for later visits. */
export const chooseTheme = (theme: Theme): void => {
  localStorage.setItem(storageKey, theme);
  const dark =
    theme === "dark" || (theme === "system" && matchMedia("(prefers-color-scheme:dark)").matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
};
