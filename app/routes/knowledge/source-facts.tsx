import { Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { Link } from "react-router";
import type { SourceFacts as Facts, SourceGroup } from "#db/reads/source-list.ts";
import { addressOf, type ListPlace } from "./list-place.ts";

type Props = {
  readonly facts: Facts;
  /** Answers of seven days that cite a source; null until they are counted. */
  readonly answers: number | null;
  readonly place: ListPlace;
};

/** The knowledge in figures. Those about states lead to the sources they count, and back. */
export function SourceFacts({ facts, answers, place }: Props) {
  const { t, i18n } = useLingui();
  const fact = (group: SourceGroup, name: ReactNode, tone?: string) => (
    <Fact group={group} name={name} count={facts[group]} tone={tone} place={place} />
  );
  return (
    <div className="kp" role="group" aria-label={t`Knowledge in figures`}>
      {fact("live", <Trans>Live</Trans>)}
      {fact("working", <Trans>Working</Trans>)}
      {fact("failed", <Trans>Need you</Trans>, "c-bad-t")}
      {fact("stale", <Trans>Stale</Trans>, "c-warn-t")}
      {facts.cancelled > 0 || place.group === "cancelled"
        ? fact("cancelled", <Trans>Cancelled</Trans>)
        : null}
      <p className="fact">
        <span>
          <Trans>Passages</Trans>
        </span>{" "}
        <b>{i18n.number(facts.passages)}</b>
      </p>
      <p className="fact">
        <span>
          <Trans>Answered from here, 7 days</Trans>
        </span>{" "}
        <b>{answers === null ? "–" : i18n.number(answers)}</b>
      </p>
    </div>
  );
}

function Fact({
  group,
  name,
  count,
  tone,
  place,
}: {
  readonly group: SourceGroup;
  readonly name: ReactNode;
  readonly count: number;
  readonly tone: string | undefined;
  readonly place: ListPlace;
}) {
  const { i18n } = useLingui();
  const isOn = place.group === group;
  return (
    <Link
      className={isOn ? "fact on" : "fact"}
      to={addressOf({ ...place, group: isOn ? null : group, page: 1 })}
      aria-current={isOn ? "true" : undefined}
      preventScrollReset
    >
      <span>{name}</span> <b className={count > 0 ? tone : undefined}>{i18n.number(count)}</b>
    </Link>
  );
}
