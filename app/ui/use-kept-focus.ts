import { type FocusEvent, useEffect, useRef } from "react";

/**
 * For an element whose controls come and go. When the one that has the focus is gone, be it in the element or in a
 * dialog opened from it, the first that matches `next` gets the focus instead of nobody.
 */
export const useKeptFocus = <T extends HTMLElement>(next: string) => {
  const ref = useRef<T>(null);
  const last = useRef<Element | null>(null);
  useEffect(() => {
    const { current } = last;
    if (current === null || current.isConnected) return;
    last.current = null;
    if (document.activeElement !== document.body) return;
    ref.current?.querySelector<HTMLElement>(next)?.focus();
  });
  return {
    ref,
    onFocus: ({ target }: FocusEvent): void => void (last.current = target),
    // What is taken away tells nothing of it.
    onBlur: (): void => void (last.current = null),
  };
};
