import type { Tx } from "#db/client.ts";
import { readShadowAnswers, type ShadowAnswerPair } from "#db/reads/shadow-answers.ts";
import type { PointedVersion } from "#db/writes/policy-moves.ts";
import { outcomeThen } from "../replay/compare-turn.ts";
import { diffWords, type WordRun } from "../replay/diff-words.ts";
import { outcomeKind } from "./read-shadow-state.ts";

/** A question with what was done about it, and what the version in the shadow would have done. */
export type ShadowTurn = Omit<ShadowAnswerPair, "production"> & {
  /** As it was decided, whatever people did after. */
  readonly production: ShadowAnswerPair["production"];
  readonly changed: { readonly outcome: boolean; readonly answer: boolean };
  /** From what was told, by people or else by the AI, to what the shadow would have said. */
  readonly words: readonly WordRun[];
};

/** Questions told of at most. */
const shadowTurnLimit = 50;

/**
 * The newest questions that a version in the shadow has decided about: those with another outcome first, then those
 * with other words, then the rest; each newest first.
 */
export const readShadowTurns = async (
  tx: Tx,
  version: PointedVersion,
): Promise<readonly ShadowTurn[]> => {
  const pairs = await readShadowAnswers(tx, version);
  const ranked = pairs.map((pair) => ({ pair, changed: changedIn(pair) }));
  const rank = ({ changed }: (typeof ranked)[number]) =>
    changed.outcome ? 0 : changed.answer ? 1 : 2;
  return ranked
    .toSorted((a, b) => rank(a) - rank(b))
    .slice(0, shadowTurnLimit)
    .map(({ pair, changed }) => ({
      ...pair,
      production: { ...pair.production, outcome: outcomeThen(pair.production) },
      changed,
      words: changed.answer ? diffWords(told(pair), pair.shadow.answer ?? "") : [],
    }));
};

const told = ({ sent, production }: ShadowAnswerPair): string => sent ?? production.answer ?? "";

const changedIn = (pair: ShadowAnswerPair): ShadowTurn["changed"] => ({
  outcome: outcomeKind(pair.shadow.outcome) !== outcomeKind(outcomeThen(pair.production)),
  answer: told(pair) !== (pair.shadow.answer ?? ""),
});
