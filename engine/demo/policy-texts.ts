import type { DemoPolicyStep } from "./demo-workspace.ts";

/**
 * The texts of all versions of a demo policy, the oldest first, from the newest and what each version changed. Throws
 * where the history tells of words that are not there exactly once.
 */
export const policyTexts = (newest: string, history: readonly DemoPolicyStep[]): string[] => {
  const texts = [newest];
  const saves = history.flatMap((step) => ("saves" in step ? [step] : []));
  for (const { changes } of saves.slice(1).toReversed()) {
    let text = texts[0] ?? "";
    for (const { was, is } of changes.toReversed()) {
      if (text.split(is).length !== 2) throw new Error(`the demo's page does not say once: ${is}`);
      text = text.replace(is, () => was);
    }
    texts.unshift(text);
  }
  return texts;
};
