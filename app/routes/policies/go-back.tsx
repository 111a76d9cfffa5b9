import { Trans } from "@lingui/react/macro";
import { useFetcher } from "react-router";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import type { AnsweringVersion } from "#engine/policy/publish-overtaken.ts";
import { policyRefField } from "./policy-ref-field.ts";
import { type PublishProblem, PublishTrouble } from "./publish-trouble.tsx";

type Props = {
  readonly policyId: string;
  readonly version: number;
  readonly answering: AnsweringVersion | null;
  /** Whether a second person is asked first. */
  readonly needsSecond: boolean;
};

/** Rollback: one click, unless the workspace wants a second person, and no test stands in its way. What is gone is said first, and asks for a second one. */
export function GoBack({ policyId, version, answering, needsSecond }: Props) {
  const fetcher = useFetcher<{ readonly problem: PublishProblem | null }>();
  const problem = fetcher.state === "idle" ? (fetcher.data?.problem ?? null) : null;
  const isGone = problem?.gone !== undefined;
  return (
    <fetcher.Form method="post" action={`/policies/${policyId}`} className="go-back">
      {problem === null ? null : <PublishTrouble problem={problem} />}
      <input type="hidden" name="intent" value="publish" />
      <input type="hidden" name="version" value={version} />
      <input type="hidden" name="replaces" value={policyRefField(answering)} />
      {isGone ? <input type="hidden" name="acceptsGone" value="yes" /> : null}
      <SubmitButton className="btn sm" isOff={fetcher.state !== "idle"}>
        {isGone ? (
          <Trans>Go back all the same</Trans>
        ) : needsSecond ? (
          <Trans>Ask to go back to this</Trans>
        ) : (
          <Trans>Go back to this</Trans>
        )}
      </SubmitButton>
    </fetcher.Form>
  );
}
