import { Trans, useLingui } from "@lingui/react/macro";
import { Link, useFetcher } from "react-router";
import { ClockTime } from "#app/ui/clock-time.tsx";
import { WarningIcon } from "#app/ui/icons.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import type { StoppedCanary } from "#db/reads/policy-moves.ts";
import { type PublishProblem, PublishTrouble } from "../publish-trouble.tsx";
import { CanaryStopWords } from "./canary-stop-words.tsx";

type Props = {
  readonly stopped: StoppedCanary;
  readonly mayPublish: boolean;
  /** Whether a second person must agree before it starts again. */
  readonly needsSecond: boolean;
};

/** A canary that stopped by itself: what showed it, and what a person makes of it. */
export function CanaryStopped({ stopped, mayPublish, needsSecond }: Props) {
  const { t, i18n } = useLingui();
  const { Form, state, data } = useFetcher<{ readonly problem: PublishProblem | null }>();
  const { version, share, stoppedAt, stoppedFor, policyId } = stopped;
  const percent = i18n.number(share, { style: "percent", maximumFractionDigits: 1 });
  return (
    <section className="canary-stopped" aria-label={t`The canary stopped by itself`}>
      <h3>
        <WarningIcon size={14} />
        <Trans>
          The canary, v{version} at {percent}, stopped by itself
        </Trans>{" "}
        <span className="xs i3">
          <ClockTime at={stoppedAt} />
        </span>
      </h3>
      <CanaryStopWords stop={stoppedFor} />
      {data?.problem == null || state !== "idle" ? null : <PublishTrouble problem={data.problem} />}
      <Form method="post" action={`/policies/${policyId}`} className="row">
        <input type="hidden" name="stop" value={stopped.n} />
        {mayPublish ? (
          <>
            <SubmitButton
              name="intent"
              value="start-canary-again"
              className="btn sm"
              isOff={state !== "idle"}
            >
              {needsSecond ? <Trans>Ask to start again</Trans> : <Trans>Start again</Trans>}
            </SubmitButton>
            <SubmitButton
              name="intent"
              value="leave-canary-stopped"
              className="btn sm ghost"
              isOff={state !== "idle"}
            >
              <Trans>Leave it stopped</Trans>
            </SubmitButton>
          </>
        ) : null}
        <Link className="link xs end" to={`/decisions/${stoppedFor.decisionId}`}>
          <Trans>Decision</Trans>
        </Link>
      </Form>
    </section>
  );
}
