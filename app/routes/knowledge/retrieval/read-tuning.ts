import { fieldText } from "#app/server/field-text.ts";
import { ActionRefused } from "#engine/actions/action-refused.ts";
import { checkTuning } from "#engine/knowledge/tuning/check-tuning.ts";
import type { Tuning } from "#engine/knowledge/tuning.ts";

/** The tuning in a form, checked. Throws ActionRefused `invalid`. */
export const readTuning = (form: FormData): Tuning => {
  const given = readJson(fieldText(form, "tuning"));
  if (!isTuning(given)) {
    throw new ActionRefused({
      kind: "invalid",
      message: "The tuning cannot be read. Load the page again.",
    });
  }
  return checkTuning(given);
};

/** A list of texts in a field, as JSON; empty when it is none. */
export const readTexts = (form: FormData, name: string): readonly string[] => {
  const given = readJson(fieldText(form, name));
  return Array.isArray(given) ? given.filter((one) => typeof one === "string") : [];
};

const readJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
};

/** Its shape alone: the bounds are checkTuning's. */
const isTuning = (value: unknown): value is Tuning => {
  if (typeof value !== "object" || value === null) return false;
  const { meaning, titles, sendLine, passages, synonyms, pins } = value as Partial<
    Record<keyof Tuning, unknown>
  >;
  return (
    [meaning, titles, passages].every((one) => typeof one === "number") &&
    (typeof sendLine === "number" || sendLine === "learn" || sendLine === "proven") &&
    isListOf(synonyms, (group) => isListOf(group, (phrase) => typeof phrase === "string")) &&
    isListOf(pins, isPin)
  );
};

const isListOf = (value: unknown, is: (one: unknown) => boolean): boolean =>
  Array.isArray(value) && value.every(is);

const isPin = (value: unknown): boolean => {
  if (typeof value !== "object" || value === null) return false;
  const { question, sourceId } = value as Record<string, unknown>;
  return typeof question === "string" && typeof sourceId === "string";
};
