import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import type { DeliveryChecked } from "#contract/delivery-check.ts";
import { CheckIcon, WarningIcon } from "#app/ui/icons.tsx";
import { TypingDots } from "#app/ui/typing-dots.tsx";
import { Milliseconds } from "./milliseconds.tsx";

type Props = {
  readonly asked: "no" | "waiting" | "over";
  readonly result: DeliveryChecked | undefined;
};

/** How one node came through the self-check, and what to do when it did not. */
export function CheckResult({ asked, result }: Props) {
  if (result === undefined) {
    if (asked === "no")
      return (
        <span className="xs i3">
          <Trans>Not checked yet</Trans>
        </span>
      );
    if (asked === "waiting") {
      return (
        <span className="st">
          <TypingDots />
          <Trans>Waiting for its answer</Trans>
        </span>
      );
    }
    return (
      <Failure
        head={<Trans>No result</Trans>}
        fix={<Trans>Your connection broke during the check. Run it again.</Trans>}
      />
    );
  }
  return (
    <>
      {result.problem === null ? (
        <span className="st ok">
          <CheckIcon size={12} />
          <Trans>Works from end to end</Trans>
        </span>
      ) : (
        <Problem problem={result.problem} />
      )}
      {result.busMs === null ? null : <Times result={result} />}
    </>
  );
}

function Times({ result: { busMs, databaseMs, socketMs } }: { readonly result: DeliveryChecked }) {
  return (
    <dl className="node-times xs">
      <div>
        <dt>
          <Trans>Node</Trans>
        </dt>
        <dd>{busMs === null ? "–" : <Milliseconds ms={busMs} />}</dd>
      </div>
      <div>
        <dt>
          <Trans>Database</Trans>
        </dt>
        <dd>{databaseMs === null ? "–" : <Milliseconds ms={databaseMs} />}</dd>
      </div>
      <div>
        <dt>
          <Trans>Browser</Trans>
        </dt>
        <dd>{socketMs === null ? "–" : <Milliseconds ms={socketMs} />}</dd>
      </div>
    </dl>
  );
}

function Problem({ problem }: { readonly problem: NonNullable<DeliveryChecked["problem"]> }) {
  switch (problem) {
    case "silent":
      return (
        <Failure
          head={<Trans>No answer within 5 s</Trans>}
          fix={
            <Trans>
              See that this process runs and reaches Redis. If it hangs, start it again: nothing is
              lost.
            </Trans>
          }
        />
      );
    case "unlinked":
      return (
        <Failure
          head={<Trans>Could not be asked</Trans>}
          fix={
            <Trans>
              The node you are connected to has lost Redis. See that Redis runs and that REDIS_URL
              is right.
            </Trans>
          }
        />
      );
    case "database_away":
      return (
        <Failure
          head={<Trans>Cannot reach the database</Trans>}
          fix={<Trans>See that PostgreSQL runs and that DATABASE_URL of this node is right.</Trans>}
        />
      );
    case "database_slow":
      return (
        <Failure
          head={<Trans>The database is too slow</Trans>}
          fix={
            <Trans>
              It did not store a mark within 3 s. Look at its load, its disk and its locks.
            </Trans>
          }
        />
      );
    case "socket":
      return (
        <Failure
          head={<Trans>This browser did not answer</Trans>}
          fix={<Trans>Look at your own connection, then run the check again.</Trans>}
        />
      );
  }
}

function Failure({ head, fix }: { readonly head: ReactNode; readonly fix: ReactNode }) {
  return (
    <>
      <span className="st bad">
        <WarningIcon size={12} />
        {head}
      </span>
      <p className="xs i2">{fix}</p>
    </>
  );
}
