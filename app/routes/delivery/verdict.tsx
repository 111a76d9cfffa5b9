import { Plural, Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import type { DeliveryNode } from "#contract/delivery-read.ts";
import { CheckIcon, ClockIcon, DeliveryIcon, WarningIcon } from "#app/ui/icons.tsx";
import { sumOf } from "./sum-of.ts";
import type { DeliveryReading } from "./use-delivery.ts";

/** The last hour in one sentence, with what to do where something can be done. */
export function Verdict({ reading: { last, problem } }: { readonly reading: DeliveryReading }) {
  if (last === null) {
    return problem === null ? (
      <Line icon={<ClockIcon />} head={<Trans>Reading the last hour</Trans>} />
    ) : (
      <Line
        tone="warn"
        icon={<WarningIcon />}
        head={<Trans>The figures could not be read.</Trans>}
        more={<Trans>It is tried again by itself.</Trans>}
      />
    );
  }
  const { minutes } = last;
  const sent = sumOf(minutes.sent);
  const open = sent - sumOf(minutes.acked);
  const mended = sumOf(minutes.gaps) + sumOf(minutes.duplicates) + sumOf(minutes.resyncs);
  if (sent === 0) {
    return (
      <Line
        icon={<DeliveryIcon />}
        head={<Trans>Nothing was sent in the last hour.</Trans>}
        more={<Trans>Run the self-check to see that a message would get through.</Trans>}
      />
    );
  }
  if (open > 0) {
    return (
      <Line
        tone="warn"
        icon={<WarningIcon />}
        head={
          <Plural
            value={open}
            one="# attempt to send was not stored."
            other="# attempts to send were not stored."
          />
        }
        more={
          <Trans>
            The sender was told why, or the browser sends it again by itself. If it goes on, run the
            self-check.
          </Trans>
        }
      />
    );
  }
  const missing = last.nodes.filter(isMissing).length;
  if (missing > 0) {
    return (
      <Line
        tone="warn"
        icon={<WarningIcon />}
        head={
          <Plural
            value={missing}
            one="The figures of # node are missing: it does not answer."
            other="The figures of # nodes are missing: they do not answer."
          />
        }
        more={<Trans>Every message that the other nodes have counted is stored.</Trans>}
      />
    );
  }
  return (
    <Line
      tone="ok"
      icon={<CheckIcon />}
      head={<Trans>Every message sent in the last hour is stored.</Trans>}
      more={
        mended === 0 ? (
          <Trans>Nothing was lost or doubled on the way.</Trans>
        ) : (
          <Trans>What was lost or doubled on the way was noticed and mended.</Trans>
        )
      }
    />
  );
}

/** A node that serves sockets has counted something, and cannot be asked. */
const isMissing = ({ state, role }: DeliveryNode) =>
  state === "silent" && (role === "all" || role === "realtime");

type LineProps = {
  readonly tone?: "ok" | "warn";
  readonly icon: ReactNode;
  readonly head: ReactNode;
  readonly more?: ReactNode;
};

function Line({ tone, icon, head, more }: LineProps) {
  return (
    <p className={tone === undefined ? "verdict" : `verdict ${tone}`}>
      {icon}
      <span>
        <span className="m">{head}</span> <span className="i2">{more}</span>
      </span>
    </p>
  );
}
