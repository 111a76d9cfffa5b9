import type { AnswerReceipt } from "#contract/answer-receipt.ts";
import type { Citation } from "#contract/conversation-event.ts";
import { dress } from "../dress.ts";
import css from "./evidence.css?inline";
import { evidenceTexts } from "./evidence-texts.ts";
import { passage } from "./passage.ts";
import { receipt } from "./receipt.ts";

/** What the panel asks for. A panel that was loaded before an update asks for the same. */
export type EvidenceOptions = {
  /** Filled with it. */
  readonly place: HTMLElement;
  readonly locale: "en" | "zh";
  /** One passage, or, with a receipt, all that the answer cites. */
  readonly citations: readonly Citation[];
  /** Null to show the passage. */
  readonly receipt: AnswerReceipt | null;
  /** Asks for a person; false where a person answers already or was asked for. */
  readonly callPerson: false | (() => void);
};

/** The module behind the panel's `import()`. */
export type EvidenceModule = { showEvidence(options: EvidenceOptions): void };

/**
 * Shows what an answer was drawn from: a passage, or its receipt. A file of its own in plain DOM, which shares
 * nothing with the panel: who never looks at the evidence does not load it.
 */
export const showEvidence = ({ place, receipt: known, ...options }: EvidenceOptions): void => {
  const t = evidenceTexts[options.locale];
  dress(place, css);
  const shown =
    known === null
      ? options.citations.flatMap((citation) => passage(citation, t))
      : receipt(known, t, options);
  place.classList.add("evidence");
  place.replaceChildren(...shown.filter((one) => one !== null));
};
