import { Trans } from "@lingui/react/macro";
import { Link } from "react-router";
import type { ThreadState } from "#app/sync/core/thread-state.ts";
import { ClockTime } from "../clock-time.tsx";
import { ScoreName } from "../score-name.tsx";

/** A rating as the page was served with it. */
export type ServedRating = {
  readonly conversationId: string;
  /** The event that closed the conversation. */
  readonly closedSeq: number;
  /** From 1, very bad, to 5, very good. */
  readonly score: number;
  readonly comment: string | null;
  readonly ratedAt: string;
};

type Props = {
  /** The visitor's, the newest first. */
  readonly served: readonly ServedRating[];
  /** The thread that is open, which may know of newer ones. */
  readonly thread: ThreadState;
};

/** How the visitor found this conversation and earlier ones. Nothing when they never said. */
export function VisitorRatings({ served, thread }: Props) {
  const ratings = withLive(served, thread);
  if (ratings.length === 0) return null;
  return (
    <div className="sec">
      <h3>
        <Trans>Ratings</Trans>
      </h3>
      <ul className="visitor-ratings">
        {ratings.map(({ conversationId, closedSeq, score, comment, ratedAt }) => (
          <li key={`${conversationId} ${closedSeq}`}>
            <span className="row">
              <b>
                <ScoreName score={score} />
              </b>
              <span className="num i3">{score}/5</span>
              <span className="end xs i3">
                {conversationId === thread.conversationId ? (
                  <ClockTime at={ratedAt} />
                ) : (
                  <Link to={`/c/${conversationId}`}>
                    <ClockTime at={ratedAt} />
                  </Link>
                )}
              </span>
            </span>
            {comment === null ? null : <q className="i2">{comment}</q>}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Events of the open thread go before what the page was served with. */
const withLive = (
  served: readonly ServedRating[],
  { conversationId, events }: ThreadState,
): readonly ServedRating[] => {
  const ratings = new Map(served.map((rating) => [placeOf(rating), rating]));
  for (const { body, at } of events) {
    if (body.type !== "conversation.rated") continue;
    const { closedSeq, score, comment } = body;
    const key = placeOf({ conversationId, closedSeq });
    const ratedAt = ratings.get(key)?.ratedAt ?? at;
    ratings.set(key, { conversationId, closedSeq, score, comment, ratedAt });
  }
  return [...ratings.values()].toSorted((a, b) => Date.parse(b.ratedAt) - Date.parse(a.ratedAt));
};

const placeOf = ({
  conversationId,
  closedSeq,
}: Pick<ServedRating, "conversationId" | "closedSeq">) => `${conversationId} ${closedSeq}`;
