import { Trans } from "@lingui/react/macro";
import { Link } from "react-router";
import { ClockTime } from "#app/ui/clock-time.tsx";
import type { ShadowPair } from "#engine/modes/shadow-report.ts";

/** Each question with what the AI would have said beside what people sent. */
export function ShadowPairs({ pairs }: { readonly pairs: readonly ShadowPair[] }) {
  return (
    <ol className="replay-turns">
      {pairs.map((pair) => (
        <Pair key={pair.decisionId} pair={pair} />
      ))}
    </ol>
  );
}

function Pair({ pair }: { readonly pair: ShadowPair }) {
  const { question, answer, sent, likeness, reason, askedAt, channelName } = pair;
  const percent = likeness === null ? 0 : Math.round(likeness.similarity * 100);
  return (
    <li className="replay-turn">
      <p className="replay-question">
        <b>{question}</b>{" "}
        <span className="xs i3">
          {channelName} · <ClockTime at={askedAt} />
        </span>
      </p>
      <div className="replay-sides">
        <div className="replay-side">
          <span className="xs i3">
            {reason.startsWith("would_send") ? (
              <Trans>The AI would have sent</Trans>
            ) : (
              <Trans>The AI would have called a person</Trans>
            )}
          </span>
          <span className="replay-words">{answer ?? "–"}</span>
        </div>
        <div className="replay-side">
          <span className="xs i3">
            <Trans>People sent</Trans>
          </span>
          <span className="replay-words">{sent ?? <Trans>Nothing yet</Trans>}</span>
        </div>
      </div>
      <p className="row">
        {likeness === null ? null : (
          <span className={likeness.matches ? "st ok" : "st"}>
            {likeness.matches ? (
              <Trans>Match, {percent}% alike</Trans>
            ) : (
              <Trans>No match, {percent}% alike</Trans>
            )}
          </span>
        )}
        <Link className="link xs" to={`/decisions/${pair.decisionId}`}>
          <Trans>Decision</Trans>
        </Link>
        <Link className="link xs" to={`/c/${pair.conversationId}`}>
          <Trans>Conversation</Trans>
        </Link>
      </p>
    </li>
  );
}
