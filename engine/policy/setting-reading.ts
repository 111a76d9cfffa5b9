import type { KnownNames } from "./known-names.ts";
import type { Place, PolicyProblem } from "./policy-problem.ts";

/** The value of a setting, or why its text is none. */
export type SettingReading<T> = { readonly value: T } | { readonly problem: PolicyProblem };

/** Reads the text of a setting that stands at `at`. `known` null looks no names up. */
export type SettingReader<T> = (
  text: string,
  at: Place,
  known: KnownNames | null,
) => SettingReading<T>;

/** A setting whose text is no value. */
export const settingProblem = (
  at: Place,
  texts: { readonly en: string; readonly zh: string },
): { readonly problem: PolicyProblem } => ({ problem: { ...at, ...texts } });
