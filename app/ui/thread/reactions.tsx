import { Plural, Trans } from "@lingui/react/macro";
import type { DecisionReaction } from "#contract/decision-reaction.ts";
import { ClockTime } from "../clock-time.tsx";

type Props = { readonly reactions: readonly DecisionReaction[] };

/** What people did after a decision, in a few words. */
export function ReactionNames({ reactions }: Props) {
  if (reactions.length === 0) return <span className="i3">–</span>;
  return (
    <ul className="reaction-names">
      {reactions.slice(0, namedMost).map((reaction) => (
        <li key={`${reaction.kind}-${reaction.seq}`}>
          <ReactionName reaction={reaction} />
        </li>
      ))}
    </ul>
  );
}

/** More than these are in the record. */
const namedMost = 3;

/** The same with who it was and when, as a part of the decision's record. */
export function Reactions({ reactions }: Props) {
  return (
    <section>
      <h3>
        <Trans>What people did after</Trans>
      </h3>
      {reactions.length === 0 ? (
        <p className="i3">
          <Trans>Nothing yet.</Trans>
        </p>
      ) : (
        <ul className="reactions">
          {reactions.map((reaction) => (
            <li key={`${reaction.kind}-${reaction.seq}`} className="row">
              <span className="m">
                <ReactionName reaction={reaction} />
                {reaction.reason === null ? null : (
                  <span className="i2 reaction-reason">“{reaction.reason}”</span>
                )}
              </span>
              <span className="i3 end num">
                {reaction.waitedMs === null ? null : <Waited ms={reaction.waitedMs} />}
                {reaction.by.name === null ? null : <>{reaction.by.name}, </>}
                <ClockTime at={reaction.at} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function ReactionName({ reaction }: { readonly reaction: DecisionReaction }) {
  switch (reaction.kind) {
    case "approved":
      return <Approved {...reaction} />;
    case "edited":
      return <Edited {...reaction} />;
    case "rejected":
      return <Trans>Rejected</Trans>;
    case "took_over":
      return <Trans>Took over</Trans>;
    case "undone":
      return <Trans>Undone</Trans>;
    case "reopened":
      return <Trans>Reopened</Trans>;
    case "replied":
      return <Trans>Replied after</Trans>;
  }
}

/** A typo mended is not what "edited" means, and yet not "as it was". */
function Approved({ editDistance }: Pick<DecisionReaction, "editDistance">) {
  if (editDistance === null || editDistance === 0) return <Trans>Approved as it was</Trans>;
  return (
    <Plural
      value={editDistance}
      one="Approved, # character changed"
      other="Approved, # characters changed"
    />
  );
}

/** How long a draft had waited for a person. */
function Waited({ ms }: { readonly ms: number }) {
  const minutes = Math.round(ms / 60_000);
  if (minutes >= 120) {
    const hours = Math.round(minutes / 60);
    return <Trans>after {hours} h, </Trans>;
  }
  if (minutes > 0) return <Trans>after {minutes} min, </Trans>;
  const seconds = Math.round(ms / 1_000);
  return <Trans>after {seconds} s, </Trans>;
}

/** How much of the draft a person changed: in words, where they were counted. */
function Edited({ editDistance, draftLength, wordsChanged, draftWords }: DecisionReaction) {
  if (wordsChanged !== null && draftWords !== null && wordsChanged > 0) {
    return (
      <Plural
        value={wordsChanged}
        one={`Edited, # of ${draftWords} words`}
        other={`Edited, # of ${draftWords} words`}
      />
    );
  }
  if (editDistance === null || draftLength === null) return <Trans>Edited and sent</Trans>;
  return (
    <Plural
      value={editDistance}
      one={`Edited, # of ${draftLength} characters`}
      other={`Edited, # of ${draftLength} characters`}
    />
  );
}
