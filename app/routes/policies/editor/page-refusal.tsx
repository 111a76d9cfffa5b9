import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { WireError } from "#contract/ack.ts";
import { isFinal } from "#app/sync/docs/is-final.ts";
import { ErrorText } from "#app/ui/error-text.tsx";
import { CheckIcon, WarningIcon } from "#app/ui/icons.tsx";

type Props = {
  readonly refused: WireError;
  /** What the writer put into the page that is not stored, run by run. */
  readonly words: readonly string[];
  /** Changes that wait are to be copied, sent again or given up. */
  readonly hasUnsent: boolean;
  readonly onRetry: () => void;
  readonly onDiscard: () => void;
};

/** Says that the page did not take what was written here last, and leaves its writer to decide about it. */
export function PageRefusal({ refused, words, hasUnsent, onRetry, onDiscard }: Props) {
  const { t } = useLingui();
  const [copied, setCopied] = useState<boolean | null>(null);
  const text = words.join("\n\n");
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  };
  const discard = (): void => {
    if (confirm(t`Discard what you wrote here last? It is stored nowhere else.`)) onDiscard();
  };
  const isStuck = hasUnsent && isFinal(refused);
  return (
    <section className="page-refusal" aria-label={t`Not on the page`}>
      <p className="inl bad" role="alert">
        <WarningIcon />
        <span>{isStuck ? <Reason refused={refused} /> : <ErrorText error={refused} />}</span>
      </p>
      {isStuck ? (
        <>
          {text === "" ? (
            <p>
              <Trans>You only deleted words; there is nothing to copy.</Trans>
            </p>
          ) : (
            <pre tabIndex={0} aria-label={t`What you wrote`}>
              {text}
            </pre>
          )}
          <div className="row">
            {text === "" ? null : (
              <button
                type="button"
                className="btn sm"
                onClick={() => void copy().catch(() => setCopied(false))}
              >
                {copied === true ? (
                  <>
                    <CheckIcon size={12} />
                    <Trans>Copied</Trans>
                  </>
                ) : (
                  <Trans>Copy what I wrote</Trans>
                )}
              </button>
            )}
            <button type="button" className="btn sm" onClick={onRetry}>
              <Trans>Try again</Trans>
            </button>
            <button type="button" className="btn sm" onClick={discard}>
              <Trans>Discard it</Trans>
            </button>
            {copied === false ? (
              <span role="status">
                <Trans>The browser did not allow it. Select the words above and copy them.</Trans>
              </span>
            ) : null}
          </div>
        </>
      ) : null}
    </section>
  );
}

function Reason({ refused }: { readonly refused: WireError }) {
  switch (refused.kind) {
    case "forbidden":
      return (
        <Trans>
          Your role no longer lets you change this page. What you wrote last is not on it and is
          kept in this browser until you decide. An admin can give you the role again.
        </Trans>
      );
    case "too_large":
      return (
        <Trans>
          The page is full: it takes deletions only. What you wrote last is not on it and is kept in
          this browser until you decide. Try again when a colleague has made room, or discard it
          here and shorten the page yourself.
        </Trans>
      );
    default:
      return (
        <Trans>
          What you wrote last does not fit the page as it is stored. It is not on the page and is
          kept in this browser until you decide.
        </Trans>
      );
  }
}
