import { useLingui } from "@lingui/react";
import { useSyncExternalStore } from "react";
import { clock, clockWithSeconds, shortTime } from "./time-format.ts";

/**
 * A time in the reader's own zone. The server does not know the zone, so it leaves the place empty
 * and the browser fills it: no time that jumps.
 */
export function ClockTime({
  at,
  kind = "short",
}: {
  readonly at: string;
  readonly kind?: keyof typeof formats;
}) {
  const { i18n } = useLingui();
  const inBrowser = useInBrowser();
  const text = formats[kind](i18n, at);
  return <time dateTime={at}>{inBrowser ? text : "\u2007"}</time>;
}

const formats = { short: shortTime, clock, seconds: clockWithSeconds } as const;

/** False on the server and in the first render in the browser, true from then on. */
export const useInBrowser = (): boolean =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  );

const never = () => () => undefined;
