import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import type { SharedDocState } from "#app/sync/docs/shared-doc.ts";
import { UndoIcon } from "#app/ui/icons.tsx";
import { peerColour } from "#app/ui/peer-colour.ts";

type Props = {
  readonly state: SharedDocState;
  /** Whose page it is: their own other tab is named as such. */
  readonly memberId: string;
  /** The newest version when the page differs from it and may be changed; else null. */
  readonly unsaved: number | null;
  /** A version that somebody else has saved while the page was open; null for none. */
  readonly saved: { readonly version: number; readonly authorName: string } | null;
  readonly policyId: string;
  /** Gives the page the text of that version again. */
  readonly onReset: () => void;
};

/** Who else has the page open, how what is written here gets to them, and whether it is a version yet. */
export function PagePeople({ state, memberId: own, unsaved, saved, policyId, onReset }: Props) {
  const { t } = useLingui();
  const { peers, status, unsent, refused } = state;
  const people = new Map(peers.map(({ memberId, name }) => [memberId, name]));
  return (
    <div className="page-people" aria-live="polite">
      {people.size === 0 ? null : (
        <>
          <span>
            <Trans>Also here</Trans>
          </span>
          <ul>
            {[...people].map(([memberId, name]) => (
              <li key={memberId} className={`peer-${peerColour(memberId)}`}>
                {memberId === own ? t`You, in another tab` : name}
              </li>
            ))}
          </ul>
        </>
      )}
      {status === "offline" ? (
        <span>
          <Trans>Offline. What you write is kept in this browser and joins the page later.</Trans>
        </span>
      ) : unsent > 0 && refused === null ? (
        <span>
          <Plural value={unsent} one="Saving # change" other="Saving # changes" />
        </span>
      ) : null}
      {saved === null ? null : (
        <span className="row">
          <span>
            <Trans>
              v{saved.version} was saved by {saved.authorName}
            </Trans>
          </span>
          <Link
            className="link"
            to={`/policies/${policyId}/diff?from=${saved.version - 1}&to=${saved.version}`}
          >
            <Trans>What it changes</Trans>
          </Link>
        </span>
      )}
      {unsaved === null ? null : (
        <span className="end row">
          <span>
            <Trans>Differs from v{unsaved}, the newest version</Trans>
          </span>
          <button
            type="button"
            className="btn sm"
            onClick={() => {
              if (confirm(t`Give the page the text of v${unsaved} again, for everybody?`))
                onReset();
            }}
          >
            <UndoIcon size={12} />
            <Trans>Back to v{unsaved}</Trans>
          </button>
        </span>
      )}
    </div>
  );
}
