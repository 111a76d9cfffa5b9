import { useEffect, useRef } from "react";
import { useLocation } from "react-router";

/** Puts the focus where a page begins: on its heading, or the whole of it where it has none. */
export const focusContent = (): void => {
  const content = document.getElementById("content");
  const start = content?.querySelector<HTMLElement>("h1") ?? content;
  if (start === null) return;
  start.tabIndex = -1;
  start.focus({ preventScroll: true });
};

/** Does so on a page that is gone to, when the link that led there is gone with the page before. */
export const useFocusOnNewPage = (): void => {
  const { pathname } = useLocation();
  const before = useRef(pathname);
  useEffect(() => {
    if (before.current === pathname) return;
    before.current = pathname;
    if (document.activeElement === document.body) focusContent();
  }, [pathname]);
};

/** Scrolls what gets the focus in a dialog into sight: going round from its end to its beginning does not. */
export const useFocusInSight = (): void => {
  useEffect(() => {
    const onFocus = ({ target }: FocusEvent): void => {
      if (!(target instanceof Element) || target.closest('[role="dialog"]') === null) return;
      target.scrollIntoView({ block: "nearest" });
    };
    document.addEventListener("focusin", onFocus);
    return () => document.removeEventListener("focusin", onFocus);
  }, []);
};
