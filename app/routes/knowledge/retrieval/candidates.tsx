import { Trans, useLingui } from "@lingui/react/macro";
import { Fragment } from "react";
import type { ScoredPassage } from "#engine/knowledge/retrieve.ts";
import type { Tuning } from "#engine/knowledge/tuning.ts";
import type { TriedQuestion } from "#engine/reply/try-question.ts";
import { ArrowUpIcon, CheckIcon } from "#app/ui/icons.tsx";
import { ScoreBar } from "./score-bar.tsx";
import { Would } from "./would.tsx";

type Expected = { readonly sourceId: string | null; readonly heading: string | null };

type Props = {
  readonly tried: TriedQuestion;
  readonly tuning: Tuning;
  /** What the other tuning made of it, to show what moved; null in the first column. */
  readonly before: TriedQuestion | null;
  readonly expected: Expected | null;
  /** What an author may do with a passage; null for others. */
  readonly acts: PassageActs | null;
};

/** What can be done with a passage for the question that is asked. */
export type PassageActs = {
  expect(passage: ScoredPassage): void;
  pin(passage: ScoredPassage): void;
};

/** What a tuning finds, best first, with the line below which the model sees nothing, and what would be said. */
export function Candidates({ tried, tuning, before, expected, acts }: Props) {
  const { passages, expectedAt, preview } = tried;
  const kept = tuning.passages;
  const { t } = useLingui();
  const isExpected = (passage: ScoredPassage, index: number) =>
    expected !== null && expectedAt === index + 1 && passage.sourceId === expected.sourceId;
  return (
    <div className="cands">
      <ol tabIndex={0} aria-label={t`Passages found`}>
        {passages.map((passage, index) => (
          <Fragment key={passage.chunkId}>
            {index === kept ? (
              <li className="cut-line">
                <Trans>below the first {kept}: not shown to the model</Trans>
              </li>
            ) : null}
            <Candidate
              passage={passage}
              place={index + 1}
              was={before === null ? null : placeIn(before, passage)}
              tuning={tuning}
              isCut={index >= kept}
              isExpected={isExpected(passage, index)}
              explains={index === 0 || isExpected(passage, index)}
              unknown={tried.unknownWords}
              acts={acts}
            />
          </Fragment>
        ))}
        {passages.length === 0 ? (
          <li className="cand-none i3">
            <Trans>Nothing in the knowledge shares a word with this question.</Trans>
          </li>
        ) : null}
        {expectedAt !== null && expectedAt > passages.length ? (
          <li className="cut-line">
            <Trans>the expected passage stands at place {expectedAt}</Trans>
          </li>
        ) : null}
      </ol>
      <Would preview={preview} locale={tried.locale} />
    </div>
  );
}

const placeIn = ({ passages }: TriedQuestion, { chunkId }: ScoredPassage): number =>
  1 + passages.findIndex((one) => one.chunkId === chunkId);

type CandidateProps = {
  readonly passage: ScoredPassage;
  readonly place: number;
  /** Its place before, 0 when it was not shown; null in the first column. */
  readonly was: number | null;
  readonly tuning: Tuning;
  readonly isCut: boolean;
  readonly isExpected: boolean;
  readonly explains: boolean;
  /** Words of the question that occur nowhere in the knowledge. */
  readonly unknown: readonly string[];
  readonly acts: PassageActs | null;
};

function Candidate(props: CandidateProps) {
  const { passage, place, was, tuning, isCut, isExpected, explains, unknown, acts } = props;
  const { t } = useLingui();
  const classes = ["cand", isExpected && "is-hit", isCut && "is-cut"].filter(Boolean).join(" ");
  return (
    <li className={classes}>
      <div className="cand-n num">
        {place}
        {was === null ? null : <Moved from={was} to={place} />}
      </div>
      <div className="cand-b">
        <div className="row">
          <span className="m tr" lang={passage.lang}>
            {passage.title}
            {passage.heading === null ? null : <span className="i3"> › {passage.heading}</span>}
          </span>
          {isExpected ? (
            <span className="st ok">
              <CheckIcon size={12} />
              <Trans>expected</Trans>
            </span>
          ) : null}
          <span className="b num end">{passage.score.toFixed(2)}</span>
        </div>
        <ScoreBar passage={passage} meaning={tuning.meaning} />
        <div className="xs i3 tr" lang={passage.lang}>
          {passage.text.slice(0, 200)}
        </div>
        {explains ? <Why passage={passage} titles={tuning.titles} unknown={unknown} /> : null}
        {acts === null ? null : (
          <div className="cand-acts">
            <button
              type="button"
              className="btn sm"
              aria-label={t`Should come first: ${passage.title}, now at place ${place}`}
              disabled={isExpected}
              onClick={() => acts.expect(passage)}
            >
              <Trans>Should come first</Trans>
            </button>
            <button
              type="button"
              className="btn sm ghost"
              aria-label={t`Pin ${passage.title} to this question`}
              onClick={() => acts.pin(passage)}
            >
              <Trans>Pin</Trans>
            </button>
          </div>
        )}
      </div>
    </li>
  );
}

type WhyProps = {
  readonly passage: ScoredPassage;
  /** Factor on titles and headings. */
  readonly titles: number;
  readonly unknown: readonly string[];
};

/** Why it stands where it stands. */
function Why({ passage, titles, unknown }: WhyProps) {
  const { lexical, vector, titlePart, synonyms, pinned } = passage;
  return (
    <div className="row xs cand-why">
      {pinned ? (
        <span className="c-ok-t">
          <Trans>pinned</Trans>
        </span>
      ) : null}
      <span>
        <Trans>words {lexical.toFixed(2)}</Trans>
      </span>
      {unknown.map((word) => (
        <span key={word} className="i3">
          <Trans>“{word}” unknown</Trans>
        </span>
      ))}
      {synonyms.map(({ asked, meant }) => (
        <span key={asked + meant} className="c-ok-t">
          {asked} = {meant}
        </span>
      ))}
      <span>
        <Trans>meaning {vector.toFixed(2)}</Trans>
      </span>
      {titlePart > 0 ? (
        <span className={titles === 1 ? undefined : "c-acc-t"}>
          <Trans>title × {titles.toFixed(1)}</Trans>
        </span>
      ) : null}
    </div>
  );
}

function Moved({ from, to }: { readonly from: number; readonly to: number }) {
  const { t } = useLingui();
  const steps = Math.abs(from - to);
  if (from === to) return <span className="cand-mv i3">–</span>;
  if (from === 0) {
    return (
      <span className="cand-mv c-ok-t">
        <Trans>new</Trans>
      </span>
    );
  }
  const isUp = to < from;
  return (
    <span
      className={isUp ? "cand-mv c-ok-t" : "cand-mv is-down c-bad-t"}
      role="img"
      aria-label={isUp ? t`${steps} up` : t`${steps} down`}
    >
      <ArrowUpIcon size={12} />
      {steps}
    </span>
  );
}
