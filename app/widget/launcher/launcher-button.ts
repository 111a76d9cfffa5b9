import type { PageSettings } from "./page-settings.ts";

/** What the launcher shows. */
export type LauncherState = {
  readonly open: boolean;
  readonly unread: number;
  /** The panel was asked for and has not arrived. */
  readonly busy: boolean;
  /** The panel could not be loaded. */
  readonly failed: boolean;
};

/** The round button, with its count of unread messages. */
export type LauncherButton = {
  readonly element: HTMLButtonElement;
  draw(state: LauncherState, locale: PageSettings["locale"]): void;
};

/** Id of the panel inside the shadow root. */
export const panelId = "xin-panel";

const texts = {
  en: {
    open: "Open chat",
    close: "Close chat",
    unread: (count: number) => `, ${count} unread`,
    failed: "Chat did not load. Try again",
  },
  zh: {
    open: "打开聊天",
    close: "关闭聊天",
    unread: (count: number) => `，${count} 条未读消息`,
    failed: "聊天加载失败，请重试",
  },
};

/** Makes the launcher. Drawn node by node: pages with Trusted Types allow no HTML strings. */
export const makeLauncherButton = (): LauncherButton => {
  const element = document.createElement("button");
  element.className = "launcher";
  element.type = "button";
  element.setAttribute("aria-controls", panelId);
  const speech = icon(
    "M12 3.5c-5 0-9 3.4-9 7.7 0 2.4 1.3 4.5 3.3 5.9-.1 1.2-.6 2.3-1.5 3.3 1.8-.1 3.4-.7 4.7-1.7.8.2 1.6.2 2.5.2 5 0 9-3.4 9-7.7S17 3.5 12 3.5z",
  );
  const arrow = icon("m6 9 6 6 6-6");
  const count = document.createElement("span");
  count.className = "count";
  const hint = document.createElement("span");
  hint.className = "hint";
  element.append(speech, count, hint);
  return {
    element,
    draw: ({ open, unread, busy, failed }, locale) => {
      const t = texts[locale];
      const label = open ? t.close : t.open + (unread > 0 ? t.unread(unread) : "");
      element.setAttribute("aria-label", failed ? t.failed : label);
      element.setAttribute("aria-expanded", String(open));
      element.setAttribute("aria-busy", String(busy));
      element.firstChild?.replaceWith(open ? arrow : speech);
      count.textContent = unread > 9 ? "9+" : String(unread);
      count.hidden = open || unread === 0;
      hint.textContent = failed ? t.failed : "";
      hint.hidden = !failed;
    },
  };
};

const icon = (path: string): SVGSVGElement => {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(svg.namespaceURI, "path") as SVGPathElement;
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
};
