/** Silence of a link that means that it is dead, by RT31. Milliseconds. */
export const patience = { firstMs: 2_750, longestMs: 15_000, calmMs: 60_000 } as const;

/** Watches one client's links, one after the other. */
export type SilenceWatch = {
  /** A link is there, which is told to be dead by `onSilent` when nothing is heard. */
  begin(onSilent: () => void): void;
  /** Something was heard, whatever it was. */
  heard(): void;
  /** The link is gone. */
  end(): void;
};

/** Starts with little patience, which doubles with each silence and comes back after a minute of calm. */
export const makeSilenceWatch = (): SilenceWatch => {
  let patienceMs: number = patience.firstMs;
  let lastHeardMs = 0;
  let lastSilenceMs = -Infinity;
  let timer: NodeJS.Timeout | undefined;

  const watch = (onSilent: () => void, waitMs: number) => {
    timer = setTimeout(() => {
      const nowMs = performance.now();
      const leftMs = lastHeardMs + patienceMs - nowMs;
      if (leftMs > 1) {
        watch(onSilent, leftMs);
        return;
      }
      lastSilenceMs = nowMs;
      patienceMs = Math.min(patience.longestMs, patienceMs * 2);
      onSilent();
    }, waitMs);
    timer.unref();
  };
  const heard = () => {
    lastHeardMs = performance.now();
    if (lastHeardMs - lastSilenceMs > patience.calmMs) patienceMs = patience.firstMs;
  };
  const end = () => clearTimeout(timer);
  return {
    begin: (onSilent) => {
      end();
      heard();
      watch(onSilent, patienceMs);
    },
    heard,
    end,
  };
};
