import { Trans } from "@lingui/react/macro";
import type { UnmetExpectation } from "#engine/policy-tests/unmet-expectation.ts";

/** What a test wanted, and what came in its place. */
export function Unmet({ unmet: { expectation, found } }: { readonly unmet: UnmetExpectation }) {
  switch (expectation.kind) {
    case "answers":
      return (
        <Trans>
          Should be answered, but <Outcome kind={found} />.
        </Trans>
      );
    case "drafts":
      return (
        <Trans>
          Should be a draft, but <Outcome kind={found} />.
        </Trans>
      );
    case "hands-over":
      return (
        <Trans>
          Should go to a person, but <Outcome kind={found} />.
        </Trans>
      );
    case "cites":
      return found === "" ? (
        <Trans>Should cite “{expectation.text}”, but cites nothing.</Trans>
      ) : (
        <Trans>
          Should cite “{expectation.text}”, but cites {found}.
        </Trans>
      );
    case "contains":
      return found === "" ? (
        <Trans>Should say “{expectation.text}”, but says nothing.</Trans>
      ) : (
        <Trans>
          Should say “{expectation.text}”, but says: {found}
        </Trans>
      );
    case "lacks":
      return (
        <Trans>
          Must not say “{expectation.text}”, but says: {found}
        </Trans>
      );
    case "calls":
      return <Trans>Should call the tool {expectation.tool}, but does not.</Trans>;
    case "language":
      return expectation.lang === "zh" ? (
        <Trans>Should be in Chinese, but is not.</Trans>
      ) : (
        <Trans>Should be in English, but is not.</Trans>
      );
    case "costs-under":
      return (
        <Trans>
          Should cost less than ${expectation.usd}, but costs ${found}.
        </Trans>
      );
  }
}

function Outcome({ kind }: { readonly kind: string }) {
  switch (kind) {
    case "send":
      return <Trans>it is answered</Trans>;
    case "draft":
      return <Trans>it becomes a draft</Trans>;
    case "hand-over":
      return <Trans>it goes to a person</Trans>;
    default:
      return <Trans>nobody is told</Trans>;
  }
}
