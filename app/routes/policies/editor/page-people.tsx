import { Plural, Trans, useLingui } from "@lingui/react/macro";
import type { SharedDocState } from "#app/sync/docs/shared-doc.ts";
import { UndoIcon } from "#app/ui/icons.tsx";
import { peerColour } from "#app/ui/peer-colour.ts";

type Props = {
  readonly state: SharedDocState;
  /** Whose page it is: their own other tab is named as such. */
  readonly memberId: string;
  /** The newest version when the page differs from it and may be changed; else null. */
  readonly unsaved: number | null;
  /** Gives the page the text of that version again. */
  readonly onReset: () => void;
};

/** Who else has the page open, how what is written here gets to them, and whether it is a version yet. */
export function PagePeople({ state, memberId: own, unsaved, onReset }: Props) {
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
