/** @jsxImportSource preact */
import { render } from "preact";
import { messages as en } from "./messages/en.ts";
import { messages as zh } from "./messages/zh.ts";
import frameCss from "./styles/frame.css?inline";
import surroundingsCss from "./styles/surroundings.css?inline";
import threadCss from "./styles/thread.css?inline";
import { namespaces } from "#contract/names.ts";
import { openLink } from "#app/sync/core/link.ts";
import { browserOutboxStore } from "#app/sync/core/outbox-store.ts";
import { Conversation } from "./sync/conversation.ts";
import type { ConversationOptions } from "./sync/conversation-options.ts";
import { browserMemory } from "./sync/widget-memory.ts";
import { initialState, unreadCount, type WidgetState } from "./sync/widget-state.ts";
import { PanelView } from "./view/panel-view.tsx";

/** What the launcher hands to the panel. */
export type MountOptions = {
  readonly root: ShadowRoot;
  /** Gets the focus back when the panel closes. */
  readonly launcher: HTMLElement;
  readonly panelId: string;
  /** Origin of the gateway. */
  readonly origin: string;
  readonly widgetKey: string;
  /** Name of the widget's entry in the page's storage. */
  readonly storageName: string;
  readonly locale: "en" | "zh";
  /** The channel's brand colour as CSS hex, once the server has told it. */
  readonly onBrand: (brand: string) => void;
  readonly onOpen: (open: boolean) => void;
  readonly onUnread: (count: number) => void;
  /** Takes the place of the gateway and of the page's storage: for a preview. */
  readonly pretended?: Pick<ConversationOptions, "openLink" | "memory" | "outboxStore">;
};

/** The panel as the launcher drives it. */
export type Panel = {
  open(): void;
  close(): void;
  toggle(): void;
  /** Opens with a text in the composer. */
  write(text: string): void;
  /** Opens and sends a text. */
  ask(text: string): void;
  /** Forgets the visitor on this browser and closes. */
  forget(): void;
  setLocale(locale: "en" | "zh"): void;
};

/** The module behind the launcher's `import()`. */
export type PanelModule = { mount(options: MountOptions): Panel };

const catalogues = { en, zh };

/** Puts the closed panel into the launcher's shadow root. It connects when it is first needed. */
export const mount = (options: MountOptions): Panel => {
  const { root, launcher, panelId, origin, widgetKey, storageName, onBrand, onOpen, onUnread } =
    options;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(frameCss + threadCss + surroundingsCss);
  root.adoptedStyleSheets.push(sheet);
  const place = document.createElement("div");
  root.prepend(place);

  const { pretended } = options;
  const memory = pretended?.memory ?? browserMemory(storageName);
  let { locale } = options;
  let conversation: Conversation | null = null;
  let state: WidgetState = initialState(memory.read());
  let isOpen = false;
  let text = "";

  const draw = () => {
    const view = isOpen && conversation !== null && (
      <PanelView
        id={panelId}
        origin={origin}
        conversation={conversation}
        state={state}
        locale={locale}
        t={catalogues[locale]}
        text={text}
        onText={(words) => {
          text = words;
          draw();
        }}
        onClose={close}
      />
    );
    render(view, place);
  };
  // Words and events come faster than a screen can show them.
  let isWaiting = false;
  const drawSoon = () => {
    if (isWaiting) return;
    isWaiting = true;
    requestAnimationFrame(() => {
      isWaiting = false;
      draw();
    });
  };
  const connect = () =>
    (conversation ??= new Conversation({
      openLink:
        pretended?.openLink ??
        ((events) => openLink(`${origin}${namespaces.visitor}`, { key: widgetKey }, events)),
      storageName,
      locale,
      memory,
      outboxStore: pretended?.outboxStore ?? browserOutboxStore(`xin-outbox-${storageName}`),
      onChange: (next) => {
        if (next.look !== null && next.look.brand !== state.look?.brand) onBrand(next.look.brand);
        state = next;
        onUnread(unreadCount(state));
        drawSoon();
      },
    }));
  const open = () => {
    connect();
    isOpen = true;
    onOpen(true);
    draw();
  };
  const close = () => {
    if (!isOpen) return;
    const hadFocus = root.activeElement !== null;
    isOpen = false;
    draw();
    onOpen(false);
    if (hadFocus) launcher.focus();
  };
  const wake = () => {
    if (document.visibilityState === "visible") conversation?.wake();
    draw();
  };
  const forget = () => {
    close();
    conversation?.close();
    conversation = null;
    state = initialState({});
    text = "";
    onUnread(0);
  };
  launcher.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") close();
  });
  document.addEventListener("visibilitychange", wake);
  addEventListener("online", wake);
  addEventListener("pageshow", wake);
  // Another tab forgot the visitor.
  addEventListener("storage", ({ key, newValue }) => {
    if (key === storageName && newValue === null) forget();
  });
  if (memory.read().wrote === true) connect();

  return {
    open,
    close,
    toggle: () => (isOpen ? close() : open()),
    write: (words) => {
      text = words;
      open();
    },
    ask: (words) => {
      open();
      connect().send(words);
    },
    forget: () => {
      connect().forget();
      forget();
    },
    setLocale: (next) => {
      locale = next;
      draw();
    },
  };
};
