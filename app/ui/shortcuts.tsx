import { createContext, use, useEffect, useMemo, useRef, useState, type ReactNode } from "react";

/** A key and what it does here. `key` is one character, a named key, or `mod+` and a key. */
export type Shortcut = {
  readonly keys: string;
  readonly run: () => void;
  /** Also while writing in a field; only for keys with `mod` and for Escape. */
  readonly whileWriting?: true;
};

type Registry = {
  add(shortcuts: () => readonly Shortcut[]): () => void;
  /** Which sheet is open over the page. */
  readonly open: "palette" | "sheet" | null;
  setOpen(open: "palette" | "sheet" | null): void;
  /** Gives the focus back to what had it before a sheet was opened. */
  readonly giveBack: () => void;
};

const ShortcutContext = createContext<Registry | null>(null);
const offKey = "xin.single-keys";

/** Whether single letters act in this browser. People with speech input turn them off. */
export const singleKeysOn = (): boolean => localStorage.getItem(offKey) !== "off";
export const setSingleKeys = (on: "on" | "off"): void => localStorage.setItem(offKey, on);

/** Listens to the keyboard for the whole page. The shortcut added last wins. */
export function ShortcutProvider({ children }: { children: ReactNode }) {
  const sources = useRef<(() => readonly Shortcut[])[]>([]);
  const [open, setOpen] = useState<Registry["open"]>(null);
  const opener = useRef<Element | null>(null);
  const registry = useMemo<Registry>(
    () => ({
      add: (source) => {
        sources.current = [...sources.current, source];
        return () => {
          sources.current = sources.current.filter((other) => other !== source);
        };
      },
      open,
      setOpen: (next) => {
        if (open === null) opener.current = document.activeElement;
        setOpen(next);
      },
      giveBack: () => {
        if (opener.current instanceof HTMLElement) opener.current.focus();
      },
    }),
    [open],
  );
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      // A key that belongs to an input method is never ours.
      if (event.defaultPrevented || event.isComposing || event.keyCode === 229) return;
      const writing = isWriting(event.target);
      const keys = keysOf(event);
      const plain = !keys.startsWith("mod+");
      if (plain && keys !== "Escape" && (writing || !singleKeysOn() || dialogIsOpen())) return;
      const candidates = sources.current.toReversed().flatMap((source) => source());
      const hit = candidates.find(
        (shortcut) => shortcut.keys === keys && (!writing || shortcut.whileWriting === true),
      );
      if (hit === undefined) return;
      event.preventDefault();
      hit.run();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
  return <ShortcutContext value={registry}>{children}</ShortcutContext>;
}

/** Adds shortcuts while a component is on the page. */
export const useShortcuts = (shortcuts: readonly Shortcut[]): void => {
  const registry = use(ShortcutContext);
  const latest = useRef(shortcuts);
  latest.current = shortcuts;
  const add = registry?.add;
  useEffect(() => add?.(() => latest.current), [add]);
};

/** Which of the two overlays is open, how to change it, and what becomes of the focus when it closes. */
export const useOverlay = () => {
  const registry = use(ShortcutContext);
  return {
    open: registry?.open ?? null,
    setOpen: registry?.setOpen ?? (() => undefined),
    onCloseAutoFocus: (event: Event): void => {
      event.preventDefault();
      registry?.giveBack();
    },
  };
};

/** How a key event is written in a shortcut: `mod+Enter`, `J` as `j`, `?`. */
export const keysOf = (
  event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey">,
): string => {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (event.altKey) return `alt+${key}`;
  return event.ctrlKey || event.metaKey ? `mod+${key}` : key;
};

const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName));

const dialogIsOpen = (): boolean =>
  document.querySelector('[role="dialog"][data-state="open"]') !== null;
