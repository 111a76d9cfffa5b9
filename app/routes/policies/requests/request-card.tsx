import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Link, useFetcher } from "react-router";
import { ClockTime } from "#app/ui/clock-time.tsx";
import { CheckIcon, WarningIcon } from "#app/ui/icons.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import type { PublishRequest } from "#db/reads/publish-requests.ts";
import { type PublishProblem, PublishTrouble } from "../publish-trouble.tsx";

/** Who looks at requests. */
export type RequestReader = { readonly memberId: string; readonly mayPublish: boolean };

type Props = { readonly request: PublishRequest; readonly reader: RequestReader };

/** One request: who asks for what, how its tests ended, what it changes; and the second person's answer. */
export function RequestCard({ request, reader }: Props) {
  const { policyId, version, policyName, answering, share, askedBy, askedAt } = request;
  const { i18n } = useLingui();
  const percent = i18n.number(share ?? 0, { style: "percent", maximumFractionDigits: 1 });
  return (
    <>
      <p>
        <b>
          {share === null ? (
            <Trans>
              v{version} of “{policyName}” is to answer visitors
            </Trans>
          ) : (
            <Trans>
              v{version} of “{policyName}” is to answer {percent} of the conversations
            </Trans>
          )}
        </b>
      </p>
      <p className="xs i3">
        <Trans>{askedBy} asked</Trans> <ClockTime at={askedAt} />
        {answering === null ? null : (
          <>
            {" · "}
            <Trans>
              v{answering.version} of “{answering.policyName}” answers now
            </Trans>
          </>
        )}
        {" · "}
        {request.movesRunning ? (
          <Trans>Open conversations go on under it</Trans>
        ) : (
          <Trans>Open conversations stay as they are</Trans>
        )}
      </p>
      <GateLine request={request} />
      <p>
        {answering?.policyId === policyId && answering.version !== version ? (
          <Link
            className="link"
            to={`/policies/${policyId}/diff?from=${answering.version}&to=${version}`}
          >
            <Trans>What it changes</Trans>
          </Link>
        ) : (
          <Link className="link" to={`/policies/${policyId}?version=${version}`}>
            <Trans>Read the page</Trans>
          </Link>
        )}
      </p>
      {request.state === "overtaken" ? (
        <p className="inl warn">
          <WarningIcon />
          <Trans>
            A pointer has moved since, so this cannot be approved. Whoever still wants it asks
            again.
          </Trans>
        </p>
      ) : null}
      {reader.mayPublish ? <Answer request={request} reader={reader} /> : null}
    </>
  );
}

function GateLine({ request: { gate, isRollback } }: { readonly request: PublishRequest }) {
  const { t } = useLingui();
  if (gate === null) {
    return isRollback ? (
      <p className="xs i2">
        <Trans>It has answered visitors before.</Trans>
      </p>
    ) : null;
  }
  const { passed, failed, override } = gate;
  if (passed + failed === 0) {
    return (
      <p className="xs i2">
        <Trans>The page has no tests.</Trans>
      </p>
    );
  }
  return failed === 0 ? (
    <p className="st ok">
      <CheckIcon size={14} />
      <Plural value={passed} one="# test passes" other="All # tests pass" />
    </p>
  ) : (
    <div>
      <p className="st bad">
        <WarningIcon />
        <Plural value={failed} one="# test fails" other="# tests fail" />
      </p>
      {override === null ? null : <p className="version-note">{t`“${override}”`}</p>}
    </div>
  );
}

function Answer({ request, reader }: Props) {
  const { t } = useLingui();
  const fetcher = useFetcher<{ readonly problem: PublishProblem | null }>();
  const isBusy = fetcher.state !== "idle";
  const problem = isBusy ? null : (fetcher.data?.problem ?? null);
  const isOwn = request.askedById === reader.memberId;
  const isGone = problem?.gone !== undefined;
  return (
    <fetcher.Form
      method="post"
      action={`/policies/${request.policyId}`}
      className="request-answer"
      aria-label={t`v${request.version} of “${request.policyName}”`}
    >
      <input type="hidden" name="requestId" value={request.id} />
      {isGone ? <input type="hidden" name="acceptsGone" value="yes" /> : null}
      {problem === null ? null : <PublishTrouble problem={problem} />}
      {isOwn ? (
        <SubmitButton className="btn sm" name="intent" value="withdraw" isOff={isBusy}>
          <Trans>Withdraw</Trans>
        </SubmitButton>
      ) : (
        <>
          <label>
            <Trans>A word with it; needed to decline</Trans>
            <textarea className="field" name="words" rows={2} maxLength={500} required />
          </label>
          <span className="row">
            {request.state === "overtaken" ? null : (
              <SubmitButton
                className="btn sm pri"
                name="intent"
                value="approve"
                formNoValidate
                isOff={isBusy}
              >
                {isGone ? <Trans>Approve all the same</Trans> : <Trans>Approve</Trans>}
              </SubmitButton>
            )}
            <SubmitButton className="btn sm" name="intent" value="decline" isOff={isBusy}>
              <Trans>Decline</Trans>
            </SubmitButton>
          </span>
        </>
      )}
    </fetcher.Form>
  );
}
