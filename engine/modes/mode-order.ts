import type { Mode } from "#contract/mode.ts";

/** All modes, from the strictest. */
export const modes: readonly Mode[] = ["off", "shadow", "draft", "auto"];

/** Whether a mode lets the AI do less than another. */
export const isStricter = (mode: Mode, than: Mode): boolean =>
  modes.indexOf(mode) < modes.indexOf(than);
