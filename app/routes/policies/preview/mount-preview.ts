import { brandColours } from "#app/widget/launcher/brand-colours.ts";
import type { MountOptions, Panel, PanelModule } from "#app/widget/panel.tsx";

/** What the widget's panel is put into, and what it is told. */
export type PreviewWidget = Pick<MountOptions, "locale" | "launcher"> & {
  readonly host: HTMLElement;
  readonly pretended: NonNullable<MountOptions["pretended"]>;
  /** CSS hex. */
  readonly brand: string;
  readonly onClose: () => void;
};

/** The panel fills its place instead of standing over a page. */
const inPlace = `
  :host { position: relative; display: block; font: 400 14px/22px ui-sans-serif, system-ui, sans-serif; }
  .panel { position: absolute; inset: 0; width: auto; max-width: none; height: auto; animation: none;
    border-radius: 12px; box-shadow: 0 0 0 1px var(--line); }
`;

/** A panel that is shown. */
export type Preview = Pick<Panel, "forget">;

/** Shows the panel of the real widget in an element. Resolves once it is open; rejects when it cannot be loaded. */
export const mountPreview = async (widget: PreviewWidget): Promise<Preview> => {
  const { host, locale, launcher, pretended, brand, onClose } = widget;
  const address = "/w/panel.js";
  const { mount } = (await import(/* @vite-ignore */ address)) as PanelModule;
  const root = host.attachShadow({ mode: "open" });
  const paint = () => {
    const theme = document.documentElement.dataset["theme"] === "dark" ? "dark" : "light";
    const { brand: fill, onBrand, header, onHeader } = brandColours(brand, theme);
    host.style.setProperty("--brand", fill);
    host.style.setProperty("--on-brand", onBrand);
    host.style.setProperty("--header", header);
    host.style.setProperty("--on-header", onHeader);
  };
  host.lang = locale;
  paint();
  const themes = new MutationObserver(paint);
  themes.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  const panel = mount({
    root,
    launcher,
    panelId: "preview-widget",
    origin: location.origin,
    widgetKey: "preview",
    storageName: "xin-preview",
    locale,
    onBrand: () => {},
    onOpen: (open) => {
      if (!open) onClose();
    },
    onUnread: () => {},
    pretended,
  });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(inPlace);
  root.adoptedStyleSheets.push(sheet);
  panel.open();
  return {
    forget: () => {
      themes.disconnect();
      panel.forget();
    },
  };
};
