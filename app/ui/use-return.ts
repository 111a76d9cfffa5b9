import { useEffect } from "react";

/** Between two questions whether a page is back, in milliseconds: the first and the longest wait. */
const pause = { first: 1_500, longest: 15_000 };

/**
 * Loads the page again as soon as its address answers without an error. An address that goes on
 * failing is asked less and less often, and the page stays as it is.
 */
export const useReturn = () => {
  useEffect(() => {
    let ms = pause.first;
    let timer = setTimeout(ask, ms);
    const left = new AbortController();
    function again() {
      if (left.signal.aborted) return;
      ms = Math.min(ms * 1.5, pause.longest);
      timer = setTimeout(ask, ms);
    }
    function ask() {
      fetch(location.href, { method: "HEAD", signal: left.signal }).then(
        ({ ok }) => (ok ? location.reload() : again()),
        again,
      );
    }
    return () => {
      clearTimeout(timer);
      left.abort();
    };
  }, []);
};
