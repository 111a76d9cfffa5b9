import { tokenWeight } from "../stop-words.ts";
import { isCjk, tokensOf } from "../tokens.ts";
import { yieldToOthers } from "../yield-to-others.ts";

/** Questions that ask about the same thing, in the order they were given. */
export type Cluster<T> = {
  /** The place of the seed it grew from; null for a new one. */
  readonly seed: number | null;
  readonly members: readonly T[];
  /** The member most like all the others. Null while only the seed is in it. */
  readonly centre: T | null;
};

/**
 * How alike a question must be to what a cluster has, 0..1 (cosine of weighted words). Chosen on
 * questions of the demo's visitors: below .25 questions meet that share only their way of asking, above
 * .45 the same question in other words stays alone.
 */
const leastLikeness = 0.34;

/**
 * Puts questions that are alike together, each to the cluster it is most like, in one pass: whoever was
 * there first keeps its place when more come. Seeds are questions that were dealt with before; each
 * stays a cluster, also an empty one. A third of a second for 2,000 questions, in which others are served.
 */
export const clusterQuestions = async <T extends { readonly question: string }>(
  questions: readonly T[],
  seeds: readonly (readonly string[])[] = [],
): Promise<readonly Cluster<T>[]> => {
  const breathe = yieldToOthers();
  const weigh = weigherOf([...questions.map(({ question }) => question), ...seeds.flat()]);
  const groups: Group<T>[] = [];
  const places = new Map<string, Set<Group<T>>>();
  const grow = (group: Group<T>, vector: Vector): void => {
    for (const [word, weight] of vector) {
      group.sum.set(word, (group.sum.get(word) ?? 0) + weight);
      const known = places.get(word);
      if (known === undefined) places.set(word, new Set([group]));
      else known.add(group);
    }
    group.length = lengthOf(group.sum);
  };
  for (const [seed, examples] of seeds.entries()) {
    const group: Group<T> = { seed, sum: new Map(), length: 1, members: [] };
    for (const example of examples) grow(group, weigh(example));
    groups.push(group);
  }
  for (const question of questions) {
    const vector = weigh(question.question);
    let best: Group<T> | null = null;
    let most = leastLikeness;
    for (const group of near(vector, places)) {
      const likeness = dot(vector, group.sum) / group.length;
      if (likeness > most || (likeness === most && best === null)) [best, most] = [group, likeness];
    }
    if (best === null) {
      best = { seed: null, sum: new Map(), length: 1, members: [] };
      groups.push(best);
    }
    best.members.push({ question, vector });
    grow(best, vector);
    await breathe();
  }
  return groups.map((group) => ({
    seed: group.seed,
    members: group.members.map(({ question }) => question),
    centre: centreOf(group),
  }));
};

/** Words with their weights; of length 1, or empty. */
type Vector = ReadonlyMap<string, number>;

type Group<T> = {
  readonly seed: number | null;
  readonly sum: Map<string, number>;
  length: number;
  readonly members: { readonly question: T; readonly vector: Vector }[];
};

const centreOf = <T>({ members, sum }: Group<T>): T | null => {
  let centre: T | null = null;
  let most = -1;
  for (const { question, vector } of members) {
    const likeness = dot(vector, sum);
    if (likeness > most) [centre, most] = [question, likeness];
  }
  return centre;
};

/** Groups that share a word with a question. */
const near = <T>(vector: Vector, places: ReadonlyMap<string, ReadonlySet<Group<T>>>) => {
  const found = new Set<Group<T>>();
  for (const word of vector.keys()) for (const group of places.get(word) ?? []) found.add(group);
  return found;
};

/** Weighs the words of a question by how rare they are among all of them. */
const weigherOf = (texts: readonly string[]) => {
  const known = new Map(texts.map((text) => [text, wordsOf(text)]));
  const frequencies = new Map<string, number>();
  for (const words of known.values()) {
    for (const word of words) frequencies.set(word, (frequencies.get(word) ?? 0) + 1);
  }
  return (text: string): Vector => {
    const vector = new Map<string, number>();
    for (const word of known.get(text) ?? []) {
      vector.set(word, Math.log(2 + known.size / (frequencies.get(word) ?? 1)));
    }
    const length = lengthOf(vector);
    for (const [word, weight] of vector) vector.set(word, weight / length);
    return vector;
  };
};

/** Stems that say something, and for Chinese pairs of characters that both do. */
const wordsOf = (text: string): ReadonlySet<string> => new Set(tokensOf(text).filter(says));

const says = (token: string): boolean => {
  if (!isCjk(token)) return tokenWeight(token) === 1;
  const characters = [...token];
  return characters.length === 2 && characters.every((one) => tokenWeight(one) === 1);
};

const dot = (vector: Vector, sum: Vector): number => {
  let product = 0;
  for (const [word, weight] of vector) product += weight * (sum.get(word) ?? 0);
  return product;
};

const lengthOf = (vector: Vector): number => {
  let squares = 0;
  for (const weight of vector.values()) squares += weight * weight;
  return Math.sqrt(squares) || 1;
};
