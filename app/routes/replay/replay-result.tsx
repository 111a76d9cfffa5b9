import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useCost } from "#app/ui/use-cost.ts";
import { useDuration } from "#app/ui/use-duration.ts";
import type { ConversationReplay } from "#engine/replay/conversation-replay.ts";
import { ReplayTurn } from "./replay-turn.tsx";

/** What would have been different, in numbers and turn by turn. */
export function ReplayResult({ replay }: { readonly replay: ConversationReplay }) {
  const { turns, counts, sums, unreached, leftOut, cut } = replay;
  const [then, now] = [sums.recorded, sums.replayed];
  const { t } = useLingui();
  const duration = useDuration();
  const cost = useCost();
  return (
    <section aria-label={t`Replay`} className="replay-result">
      <p role="status">
        <b>
          <Plural value={counts.turns} one="# question." other="# questions." />
        </b>{" "}
        <Trans>
          The AI had decided {counts.recorded}. Different now: answers {counts.answers}, outcomes{" "}
          {counts.outcomes}, modes {counts.modes}.
        </Trans>
      </p>
      <dl className="kv replay-sums">
        <dt>
          <Trans>Cost then and now</Trans>
        </dt>
        <dd>
          {cost(then.costUsd)} → {cost(now.costUsd)}
        </dd>
        <dt>
          <Trans>Time then and now</Trans>
        </dt>
        <dd>
          {duration(then.ms)} → {duration(now.ms)}
        </dd>
        <dt>
          <Trans>Spent on this replay</Trans>
        </dt>
        <dd>{cost(replay.costUsd)}</dd>
      </dl>
      {unreached === 0 ? null : (
        <p className="inl warn">
          <Plural
            value={unreached}
            one="There was no time for # question."
            other="There was no time for # questions."
          />
        </p>
      )}
      {leftOut === 0 ? null : (
        <p className="inl">
          <Plural
            value={leftOut}
            one="The oldest question is left out."
            other="The oldest # questions are left out."
          />
        </p>
      )}
      {cut ? (
        <p className="inl">
          <Trans>The newest events of this long conversation were not read.</Trans>
        </p>
      ) : null}
      <ol className="replay-turns">
        {turns.map((turn) => (
          <ReplayTurn key={turn.seq} turn={turn} />
        ))}
      </ol>
    </section>
  );
}
