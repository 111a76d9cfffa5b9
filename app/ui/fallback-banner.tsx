import { Trans } from "@lingui/react/macro";
import { useEffect } from "react";
import { Link, useFetcher, useRevalidator } from "react-router";
import { useInbox } from "#app/sync/use-inbox.tsx";
import { AiIcon } from "./icons.tsx";

/** What showed that answers must be held back. */
type HeldBack = {
  readonly answers: number;
  readonly wrong: number;
  /** 0..1 */
  readonly atMost: number;
  readonly decisionId: string;
};

type Props = { readonly fallback: HeldBack | null; readonly mayReturn: boolean };

/** Says that answers are held back, by what, and lets who may send them again. Also reads the page again when modes, or what waits for a second person, may have changed. */
export function FallbackBanner({ fallback, mayReturn }: Props) {
  const changes = useInbox((state) => state.pageChanges);
  const { revalidate } = useRevalidator();
  useEffect(() => {
    if (changes > 0) void revalidate();
  }, [changes, revalidate]);
  const fetcher = useFetcher();
  if (fallback === null) return null;
  const { answers, wrong, decisionId } = fallback;
  const atMost = Math.round(fallback.atMost * 100);
  return (
    <div className="banner inl warn fallback-banner" role="status">
      <AiIcon />
      <span className="grow">
        <Trans>
          The AI writes drafts only: people did not let {wrong} of its newest {answers} answers
          stand, so at most {atMost}% are right.
        </Trans>
      </span>
      <Link className="btn sm ghost" to={`/decisions/${decisionId}`}>
        <Trans>Evidence</Trans>
      </Link>
      {mayReturn ? (
        <fetcher.Form method="post" action="/settings/modes">
          <input type="hidden" name="intent" value="return" />
          <button type="submit" className="btn sm" disabled={fetcher.state !== "idle"}>
            <Trans>Return to auto</Trans>
          </button>
        </fetcher.Form>
      ) : null}
    </div>
  );
}
