import { Trans } from "@lingui/react/macro";
import type { WireError } from "#contract/ack.ts";
import type { Gone } from "#engine/policy/read-gone.ts";
import type { AnsweringVersion } from "#engine/policy/publish-overtaken.ts";
import { ErrorText } from "#app/ui/error-text.tsx";
import { WhatIsGone } from "./what-is-gone.tsx";

/**
 * Why a version was not published. With `answering` somebody was faster: it is what answers visitors now. With
 * `gone` it was written with what is no longer there.
 */
export type PublishProblem = WireError & {
  readonly answering?: AnsweringVersion | null;
  readonly gone?: Gone;
  /** Why a request was refused, in the reader's language. */
  readonly said?: string;
};

/** The same in the reader's language, with what to do about it. */
export function PublishTrouble({ problem }: { readonly problem: PublishProblem }) {
  const { kind, answering, gone, said } = problem;
  if (gone !== undefined) return <WhatIsGone gone={gone} />;
  return (
    <p className="inl bad" role="alert">
      {said !== undefined ? (
        said
      ) : answering === null ? (
        <Trans>Somebody was faster: no version answers visitors now. Look again.</Trans>
      ) : answering !== undefined ? (
        <Trans>
          Somebody was faster: v{answering.version} of “{answering.policyName}” answers visitors
          now. Look at it, then publish again.
        </Trans>
      ) : kind === "conflict" ? (
        <Trans>A test fails now that passed before. Close this and look again.</Trans>
      ) : kind === "invalid" ? (
        <Trans>The page names something that is gone. Open it and mend what is marked.</Trans>
      ) : (
        <ErrorText error={problem} />
      )}
    </p>
  );
}
