import * as Y from "yjs";

/** What the AI has written into a shared text with one Yjs client, in the order it wrote it. */
export type AiWords = { readonly client: number; readonly words: string };

/** Reads from the stored updates what a client that only ever inserts has written, deleted or not. */
export const wordsOfClient = (updates: readonly Uint8Array[], client: number): AiWords => {
  let words = "";
  for (const update of updates) {
    for (const struct of Y.decodeUpdate(update).structs) {
      const isNext = struct.id.client === client && struct.id.clock === words.length;
      if (isNext && struct instanceof Y.Item && struct.content instanceof Y.ContentString) {
        words += struct.content.str;
      }
    }
  }
  return { client, words };
};

/**
 * Makes of what the AI wrote what it is to say in the end, sentence by sentence. A sentence that goes is taken out
 * where nobody changed it; one that a person touched stays as they made it, and nothing takes its place. A sentence
 * that comes stands behind the one before it. Done in a transaction of the document.
 */
export const settleWords = (text: Y.Text, { client, words }: AiWords, final: string): void => {
  for (const { at, removed, added } of changesOf(sentencesOf(words), sentencesOf(final))) {
    let from = at;
    let place: number | null = removed.length === 0 ? placeAfter(text, client, at) : null;
    for (const sentence of removed) {
      const found = placeOfRange(text, client, from, sentence.length);
      if (found !== null) text.delete(found, sentence.length);
      place ??= found;
      from += sentence.length;
    }
    if (place !== null && added !== "") text.insert(place, added);
  }
};

/** Where the AI's words begin as far as any are left, else the end of the text. */
export const startOfWords = (text: Y.Text, client: number): number => {
  const units = unitsOf(text);
  const first = units.findIndex((unit) => unit.client === client);
  return first < 0 ? units.length : first;
};

/** Takes out what the AI wrote, but for the sentences that people changed. */
export const withdrawWords = (text: Y.Text, written: AiWords): void =>
  settleWords(text, written, "");

const segmenter = new Intl.Segmenter(undefined, { granularity: "sentence" });

/** The sentences of a text, each with the white space before it. */
const sentencesOf = (text: string): readonly string[] => {
  const sentences: string[] = [];
  let space = "";
  for (const { segment } of segmenter.segment(text)) {
    const words = segment.trimEnd();
    if (words !== "") sentences.push(space + words);
    space = words === "" ? space + segment : segment.slice(words.length);
  }
  if (space !== "") sentences.push(space);
  return sentences;
};

/** At `at` of the old words these sentences go and these words come. */
type Change = { readonly at: number; readonly removed: readonly string[]; readonly added: string };

const changesOf = (before: readonly string[], after: readonly string[]): readonly Change[] => {
  const changes: Change[] = [];
  const wanted = after.map((sentence) => sentence.trim());
  let [at, start, next] = [0, 0, 0];
  let removed: string[] = [];
  for (const sentence of before) {
    const found = wanted.indexOf(sentence.trim(), next);
    at += sentence.length;
    if (found < 0) {
      removed.push(sentence);
      continue;
    }
    changes.push({ at: start, removed, added: after.slice(next, found).join("") });
    [start, next, removed] = [at, found + 1, []];
  }
  return [...changes, { at: start, removed, added: after.slice(next).join("") }];
};

/** Where so many letters that the AI wrote in a row still stand in a row; null when somebody changed them. */
const placeOfRange = (text: Y.Text, client: number, at: number, count: number): number | null => {
  const units = unitsOf(text);
  const place = units.findIndex((unit) => unit.client === client && unit.clock === at);
  const isWhole = (_: unknown, offset: number) => {
    const unit = units[place + offset];
    return unit?.client === client && unit.clock === at + offset;
  };
  return place >= 0 && Array.from({ length: count }).every(isWhole) ? place : null;
};

/** Where words stand that come behind the AI's first `at` letters: behind the last of them that is left. */
const placeAfter = (text: Y.Text, client: number, at: number): number => {
  const units = unitsOf(text);
  const before = units.findLastIndex((unit) => unit.client === client && unit.clock < at);
  return before < 0 ? startOfWords(text, client) : before + 1;
};

/** Who wrote each letter of a text, as the clients count them. */
const unitsOf = (text: Y.Text): readonly { readonly client: number; readonly clock: number }[] => {
  const units: { readonly client: number; readonly clock: number }[] = [];
  // Yjs has no name for the first piece of a text.
  const first: unknown = Reflect.get(text, "_start");
  for (let item = first instanceof Y.Item ? first : null; item !== null; item = item.right) {
    if (item.deleted || !(item.content instanceof Y.ContentString)) continue;
    const { client, clock } = item.id;
    for (let offset = 0; offset < item.length; offset += 1) {
      units.push({ client, clock: clock + offset });
    }
  }
  return units;
};
