import { Exit, Schema } from "effect";
import { ActionRefused } from "../../actions/action-refused.ts";
import { cleanText } from "../extraction/decode-text.ts";
import { type Tuning, TuningSchema } from "../tuning.ts";

/**
 * Puts a tuning into the form it is stored in: weights rounded to a hundredth, phrases on one line, groups
 * that say one thing left out. Throws ActionRefused `invalid`, which names what is wrong and where.
 */
export const checkTuning = (tuning: Tuning): Tuning => {
  const synonyms = tuning.synonyms
    .map((group) => [...new Set(group.map(oneLine).filter((phrase) => phrase !== ""))])
    .filter((group) => group.length > 1);
  const pins = tuning.pins.map(({ question, sourceId }) => ({
    question: oneLine(question),
    sourceId,
  }));
  const clean = {
    meaning: hundredth(tuning.meaning),
    titles: hundredth(tuning.titles),
    sendLine: typeof tuning.sendLine === "number" ? hundredth(tuning.sendLine) : tuning.sendLine,
    passages: tuning.passages,
    synonyms,
    pins,
  };
  const checked = Schema.decodeUnknownExit(TuningSchema)(clean);
  if (Exit.isSuccess(checked)) return checked.value;
  throw new ActionRefused({
    kind: "invalid",
    message: `${limits} What does not fit: ${placesOf(clean)}.`,
  });
};

const limits =
  "Meaning lies between 0 and 1, titles between 0.5 and 3, passages between 1 and 20. The send line lies " +
  'between 0 and 1, or is "learn" or "proven". ' +
  "A synonym group has 2 to 8 phrases of up to 100 characters, a pin a question of up to 500 and a source; " +
  "of both there may be 200.";

const placesOf = (tuning: Tuning): string => {
  const wrong = Object.entries(tuning).flatMap(([name, value]) => {
    const field = TuningSchema.fields[name as keyof Tuning];
    return Exit.isSuccess(Schema.decodeUnknownExit(field as Schema.Decoder<unknown>)(value))
      ? []
      : [name];
  });
  return wrong.join(", ");
};

const oneLine = (text: string): string => cleanText(text).replaceAll(/\s+/g, " ").trim();

const hundredth = (value: number): number => Math.round(value * 100) / 100;
