import type { Fault } from "./guard.ts";

/** Longest answer that is sent, in UTF-16 code units. What is beyond is cut at a sentence's end. */
export const maxAnswerLength = 1800;

/** A sentence for which there is no room any more. */
export const lengthFaults = (sentence: string, room: number): Fault[] =>
  sentence.length <= room
    ? []
    : [{ guard: "length", detail: `cut:${maxAnswerLength}`, drop: true, needsPerson: false }];
