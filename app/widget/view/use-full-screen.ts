import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";

/** The panel fills narrow screens. The same width stands in `styles/surroundings.css`. */
const narrow = "(max-width: 480px)";

/**
 * Whether the panel fills the screen. While it does, the part of the window above an on-screen
 * keyboard is handed to the style sheet as `--view-height` and `--view-top`, both in px.
 */
export const useFullScreen = (panel: RefObject<HTMLElement | null>): boolean => {
  const [fullScreen, setFullScreen] = useState(() => matchMedia(narrow).matches);
  useEffect(() => {
    const query = matchMedia(narrow);
    const update = () => setFullScreen(query.matches);
    query.addEventListener("change", update);
    return () => query.removeEventListener("change", update);
  }, []);
  useEffect(() => {
    const view = window.visualViewport;
    if (!fullScreen || view === null) return;
    const fit = () => {
      panel.current?.style.setProperty("--view-height", `${view.height}px`);
      panel.current?.style.setProperty("--view-top", `${view.offsetTop}px`);
    };
    fit();
    view.addEventListener("resize", fit);
    view.addEventListener("scroll", fit);
    return () => {
      view.removeEventListener("resize", fit);
      view.removeEventListener("scroll", fit);
    };
  }, [fullScreen, panel]);
  return fullScreen;
};
