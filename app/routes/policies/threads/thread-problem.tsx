import { Trans } from "@lingui/react/macro";
import type { WireError } from "#contract/ack.ts";
import { ErrorText } from "#app/ui/error-text.tsx";
import { WarningIcon } from "#app/ui/icons.tsx";

/** Why a comment, a suggestion or a decision was not taken, and that nothing of it is lost. */
export function ThreadProblem({ problem }: { readonly problem: WireError }) {
  return (
    <p className="inl bad" role="alert">
      <WarningIcon />
      <span>
        <Reason problem={problem} />
      </span>
    </p>
  );
}

function Reason({ problem }: { readonly problem: WireError }) {
  switch (problem.kind) {
    case "conflict":
      return (
        <Trans>
          The words have changed meanwhile, or a colleague has decided. Look at the page again.
        </Trans>
      );
    case "too_large":
      return (
        <Trans>
          That is too long, or there are too many. Shorten it, or resolve some comments first.
        </Trans>
      );
    case "unavailable":
    case "overloaded":
    case "draining":
      return <Trans>There is no connection. Your words stay here: try again in a moment.</Trans>;
    default:
      return <ErrorText error={problem} />;
  }
}
