import { brandColours } from "./launcher/brand-colours.ts";
import launcherCss from "./launcher/launcher.css?inline";
import { makeLauncherButton, panelId, type LauncherState } from "./launcher/launcher-button.ts";
import { answerPage } from "./launcher/page-commands.ts";
import { readSettings, watchSettings } from "./launcher/page-settings.ts";
import type { Panel, PanelModule } from "./panel.tsx";

/** Address of the panel, from the launcher's own. The build fills it in. */
declare const XIN_PANEL_FILE: string;

/**
 * The launcher: `<script async src="https://…/w/loader.js" data-xin="KEY"></script>`.
 * Optional: `data-brand="#2f4a3a"`, `data-locale="en|zh"`, `data-theme="light|dark"`.
 * It asks the network for nothing until the visitor reaches for the button, the page calls
 * `xin(…)`, or the visitor has written on this site before.
 */
const start = (script: HTMLScriptElement, widgetKey: string) => {
  const storageName = `xin:${widgetKey}`;
  const remembered = recall(storageName);
  let brand = script.dataset["brand"] ?? remembered.look?.brand ?? "#00627c";
  let settings = readSettings(script);
  let state: LauncherState = { open: false, unread: 0, busy: false, failed: false };

  const host = document.createElement("xin-widget");
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(launcherCss);
  root.adoptedStyleSheets = [sheet];
  const button = makeLauncherButton();
  root.append(button.element);

  const draw = (patch: Partial<LauncherState> = {}) => {
    state = { ...state, ...patch };
    host.lang = settings.locale;
    host.dataset["theme"] = settings.theme;
    const { brand: fill, onBrand, header, onHeader } = brandColours(brand, settings.theme);
    host.style.setProperty("--brand", fill);
    host.style.setProperty("--on-brand", onBrand);
    host.style.setProperty("--header", header);
    host.style.setProperty("--on-header", onHeader);
    button.draw(state, settings.locale);
  };

  let attempts = 0;
  // An absolute address: in a script of another origin, import("./x") starts from about:blank.
  const fetchPanel = (): Promise<PanelModule> => {
    // After a release this script may be an old one from a cache: panel.js leads to today's panel.
    // A browser may keep the failure of an address, so each attempt has its own.
    const file = attempts > 0 ? `panel.js?${attempts}` : XIN_PANEL_FILE;
    attempts += 1;
    return import(/* @vite-ignore */ new URL(file, script.src).href);
  };
  const loadPanel = async () => {
    const { mount } = await fetchPanel().catch(fetchPanel);
    draw({ failed: false });
    return mount({
      root,
      launcher: button.element,
      panelId,
      origin: new URL(script.src).origin,
      widgetKey,
      storageName,
      locale: settings.locale,
      onBrand: (chosen) => {
        brand = chosen;
        draw();
      },
      onOpen: (open) => draw({ open }),
      onUnread: (unread) => draw({ unread }),
    });
  };
  let loading: Promise<Panel> | undefined;
  const load = () =>
    (loading ??= loadPanel().catch((error: unknown) => {
      loading = undefined;
      throw error;
    }));
  const use = async (act: (panel: Panel) => void) => {
    draw({ busy: true });
    try {
      act(await load());
    } catch {
      draw({ failed: true });
    }
    draw({ busy: false });
  };
  const loadQuietly = () => void load().catch(() => undefined);

  button.element.addEventListener("click", () => void use((panel) => panel.toggle()));
  for (const intent of ["pointerenter", "pointerdown", "focus"]) {
    button.element.addEventListener(intent, loadQuietly);
  }
  answerPage((command, text) => void use((panel) => panel[command](text)));
  watchSettings(() => {
    settings = readSettings(script);
    draw();
    void loading?.then((panel) => panel.setLocale(settings.locale)).catch(() => undefined);
  });
  draw();

  const attach = () => {
    document.body.append(host);
    if (remembered.wrote === true) whenIdle(loadQuietly);
  };
  if (document.body === null) addEventListener("DOMContentLoaded", attach, { once: true });
  else attach();
};

const whenIdle = (act: () => void) =>
  "requestIdleCallback" in window ? requestIdleCallback(act) : setTimeout(act, 1_000);

type Remembered = { wrote?: boolean; look?: { brand?: string } };

/** What the panel left behind; storage may be blocked or hold something else. */
const recall = (name: string): Remembered => {
  try {
    const value = JSON.parse(localStorage.getItem(name) ?? "{}") as Remembered | null;
    return value ?? {};
  } catch {
    return {};
  }
};

const script = document.currentScript;
const widgetKey = script instanceof HTMLScriptElement ? script.dataset["xin"] : undefined;
if (!(script instanceof HTMLScriptElement) || widgetKey === undefined) {
  throw new Error('Xin: the script tag needs data-xin="KEY".');
}
if (document.querySelector("xin-widget") === null) start(script, widgetKey);
