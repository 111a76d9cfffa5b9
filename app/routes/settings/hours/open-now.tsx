import { Trans, useLingui } from "@lingui/react/macro";
import { useSyncExternalStore } from "react";
import type { PeopleThere } from "#contract/people-there.ts";

type Props = { readonly now: PeopleThere; readonly timeZone: string | null };

/** Whether people answer at this moment, and when that changes, in the workspace's time. */
export function OpenNow({ now, timeZone }: Props) {
  const { i18n } = useLingui();
  // The server's time zones may have other names than the browser's: said once both agree.
  const inBrowser = useSyncExternalStore(
    () => () => {},
    () => true,
    () => false,
  );
  const time =
    now.changesAt === null || timeZone === null || !inBrowser
      ? null
      : i18n.date(new Date(now.changesAt), {
          timeZone,
          weekday: "long",
          day: "numeric",
          month: "long",
          hour: "2-digit",
          minute: "2-digit",
        });
  return (
    <p className={now.open ? "st ok" : "st"} role="status">
      {timeZone === null ? (
        <Trans>No hours are set: visitors are told that a person will answer, at all times.</Trans>
      ) : now.open ? (
        time === null ? (
          <Trans>People answer now.</Trans>
        ) : (
          <Trans>People answer now, until {time}.</Trans>
        )
      ) : time === null ? (
        <Trans>Nobody answers now.</Trans>
      ) : (
        <Trans>Nobody answers now. Visitors are told: back on {time}.</Trans>
      )}
    </p>
  );
}
