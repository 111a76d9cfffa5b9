import type { Tx } from "#db/client.ts";
import { type PolicyMove, readShadow } from "#db/reads/policy-moves.ts";
import {
  readShadowAnswers,
  type ShadowAnswerPair,
  shadowPairLimit,
} from "#db/reads/shadow-answers.ts";
import { pointedVersion } from "../policy/pointed-version.ts";
import { outcomeThen } from "../replay/compare-turn.ts";
import { answersAlike } from "../modes/answers-alike.ts";

/** How many questions ended in which way. */
export type Outcomes = {
  readonly sent: number;
  readonly drafted: number;
  readonly handedOver: number;
  readonly other: number;
};

/** What a version in the shadow would have done, beside what was done about the same questions. */
export type ShadowComparison = {
  readonly decided: number;
  /** Whether there are older ones that are not counted. */
  readonly isCut: boolean;
  readonly shadow: Outcomes;
  readonly production: Outcomes;
  readonly sameOutcome: number;
  /** Both wrote an answer; and of those, how often they say about the same. */
  readonly bothAnswered: number;
  readonly alike: number;
  /** The shadow wrote an answer and people sent one; and of those, how often they say about the same. */
  readonly besidePeople: number;
  readonly likePeople: number;
  /** In US dollars. */
  readonly shadowUsd: number;
  readonly productionUsd: number;
};

/** Where the shadow stands, and what its version would have done; null for none. */
export type ShadowState = {
  readonly shadow: PolicyMove | null;
  readonly comparison: ShadowComparison | null;
};

/** Reads and compares the newest answers. */
export const readShadowState = async (tx: Tx): Promise<ShadowState> => {
  const shadow = await readShadow(tx);
  const version = pointedVersion(shadow);
  if (version === null) return { shadow: null, comparison: null };
  return { shadow, comparison: compare(await readShadowAnswers(tx, version)) };
};

const compare = (pairs: readonly ShadowAnswerPair[]): ShadowComparison => {
  const both = pairs.flatMap(({ shadow, production }) =>
    likeness(shadow.answer, production.answer),
  );
  const people = pairs.flatMap(({ shadow, sent }) => likeness(shadow.answer, sent));
  const isSame = (pair: ShadowAnswerPair) =>
    outcomeKind(pair.shadow.outcome) === outcomeKind(outcomeThen(pair.production));
  return {
    decided: pairs.length,
    isCut: pairs.length === shadowPairLimit,
    shadow: count(pairs.map(({ shadow }) => shadow.outcome)),
    production: count(pairs.map(({ production }) => outcomeThen(production))),
    sameOutcome: pairs.filter(isSame).length,
    bothAnswered: both.length,
    alike: both.filter(Boolean).length,
    besidePeople: people.length,
    likePeople: people.filter(Boolean).length,
    shadowUsd: pairs.reduce((sum, { shadow }) => sum + shadow.costUsd, 0),
    productionUsd: pairs.reduce((sum, { production }) => sum + production.costUsd, 0),
  };
};

const likeness = (first: string | null, second: string | null): readonly boolean[] =>
  first === null || second === null ? [] : [answersAlike(first, second).matches];

/** Which of the outcomes that are counted it is. */
export const outcomeKind = (outcome: string): keyof Outcomes => {
  if (outcome === "sent" || outcome === "drafted") return outcome;
  return outcome === "handed_over" ? "handedOver" : "other";
};

const count = (outcomes: readonly string[]): Outcomes => {
  const counted = { sent: 0, drafted: 0, handedOver: 0, other: 0 };
  for (const outcome of outcomes) counted[outcomeKind(outcome)] += 1;
  return counted;
};
