import { useLingui } from "@lingui/react";

/** What is shorter is not told apart. */
const least = 0.1;

/** A short time: `0.4 ms`, `12 ms`. */
export function Milliseconds({ ms }: { readonly ms: number }) {
  const { i18n } = useLingui();
  const shown = Math.max(least, ms);
  const text = i18n.number(shown, { maximumFractionDigits: shown < 10 ? 1 : 0 });
  return (
    <span className="num">
      {ms < least ? "< " : ""}
      {text} ms
    </span>
  );
}
