import { useLingui } from "@lingui/react/macro";

/** How the time an answer took is written: `532 ms`, and from a second on `7.8 s`. */
export const useDuration = (): ((ms: number) => string) => {
  const { i18n } = useLingui();
  return (ms) =>
    ms < 1_000
      ? `${i18n.number(ms, { maximumFractionDigits: 0 })} ms`
      : `${i18n.number(ms / 1_000, { maximumFractionDigits: 1 })} s`;
};
