import { Trans } from "@lingui/react/macro";
import type { WireError } from "#contract/ack.ts";
import { ErrorText } from "#app/ui/error-text.tsx";

/** Why an address was not taken. */
export function SiteProblem({ problem }: { readonly problem: WireError | null }) {
  if (problem === null) return null;
  return (
    <p className="inl bad" role="alert">
      {problem.kind === "invalid" ? (
        <Trans>
          This address, or one of the limits, cannot be used. It looks like
          https://help.example.com.
        </Trans>
      ) : problem.kind === "conflict" ? (
        <Trans>There are too many sites, or this address is one of them already.</Trans>
      ) : (
        <ErrorText error={problem} />
      )}
    </p>
  );
}
