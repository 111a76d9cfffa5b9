import { useLingui } from "@lingui/react/macro";
import { useEffect, useState } from "react";
import { ClockIcon } from "../icons.tsx";
import { useInBrowser } from "../clock-time.tsx";
import { duration } from "../time-format.ts";

const amberAfterMs = 3 * 60_000;
const redAfterMs = 10 * 60_000;
const tickMs = 20_000;

/** How long someone has waited for a person: grey, amber after three minutes, red after ten. */
export function WaitingTime({ since }: { readonly since: string }) {
  const { t } = useLingui();
  const inBrowser = useInBrowser();
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), tickMs);
    return () => clearInterval(timer);
  }, []);
  if (!inBrowser) return null;
  const waited = Math.max(0, now - Date.parse(since));
  const tone = waited > redAfterMs ? " bad" : waited > amberAfterMs ? " warn" : "";
  const span = waited < 60_000 ? t`now` : duration(Math.floor(waited / 60_000) * 60_000);
  return (
    <span className={`st sla${tone}`} title={t`Waiting for a person`}>
      <ClockIcon size={12} />
      {span}
    </span>
  );
}
