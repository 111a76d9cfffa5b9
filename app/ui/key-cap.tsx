import { useSyncExternalStore } from "react";

/** A key as it is printed on this machine's keyboard: `mod` is ⌘ on Apple's, Ctrl elsewhere. */
export function KeyCap({ keys }: { readonly keys: string }) {
  const apple = useSyncExternalStore(never, isApple, () => false);
  return <kbd className="kbd">{printed(keys, apple)}</kbd>;
}

const names: Record<string, string> = { Enter: "↵", Escape: "Esc", ArrowDown: "↓", ArrowUp: "↑" };

const printed = (keys: string, apple: boolean): string => {
  const [last = "", ...modifiers] = keys.split("+").toReversed();
  const key = names[last] ?? (last.length === 1 ? last.toUpperCase() : last);
  const mod = modifiers.includes("mod") ? (apple ? "⌘" : "Ctrl ") : "";
  const alt = modifiers.includes("alt") ? (apple ? "⌥" : "Alt ") : "";
  return mod + alt + key;
};

const isApple = (): boolean => /Mac|iPhone|iPad/.test(navigator.userAgent);
const never = () => () => undefined;
