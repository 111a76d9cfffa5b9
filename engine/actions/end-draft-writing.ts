import type { DocName, DocUpdated } from "#contract/doc.ts";
import type { Tx } from "#db/client.ts";
import { readUnsignedDocUpdates } from "#db/reads/docs.ts";
import { readDraftInWriting } from "#db/reads/drafts.ts";
import type { LockedConversation } from "#db/writes/begin-append.ts";
import { endDraftWriting as markEnded } from "#db/writes/drafts.ts";
import { settleWords, wordsOfClient } from "../docs/ai-words.ts";
import { changeOf, storeDocChange } from "../docs/change-doc.ts";
import { lockedDoc } from "../docs/locked-doc.ts";
import type { PlannedEvent } from "./act.ts";
import { teamEvent } from "./plan-message.ts";
import { hasVisibleCharacter } from "./visible-text.ts";

/** What the words the AI has written become: these in the end, or what they are when it was cut short. */
export type DraftEnd =
  | { readonly kind: "proposed"; readonly text: string }
  | { readonly kind: "stopped" }
  /** Nothing it wrote may stay; `sent` when its answer went to the visitor instead. */
  | { readonly kind: "nothing"; readonly sent: boolean };

/** What else is to be written when a draft that was begun ends. */
export type EndedWriting = {
  readonly events: readonly PlannedEvent[];
  /** Stores it, when the decision is there, and answers what readers of the document have to be told. */
  store(tx: Tx, decisionId: string): Promise<DocUpdated | null>;
};

/**
 * Ends the draft that is being written in a locked conversation; null when none is. What people wrote in it stays
 * in any case: then the draft waits for them, as one that is not finished. One that nobody but the AI wrote in is
 * withdrawn when nothing came of it.
 */
export const endDraftWriting = async (
  tx: Tx,
  tenantId: string,
  { draft }: LockedConversation,
  end: DraftEnd,
): Promise<EndedWriting | null> => {
  if (draft === null) return null;
  const id = draft.decisionId;
  const name: DocName = { kind: "draft", id };
  const writing = await readDraftInWriting(tx, id);
  const page = writing === null ? null : await lockedDoc(tx, name);
  if (writing === null || page === null) return null;
  const updates = await readUnsignedDocUpdates(tx, name);
  const written = wordsOfClient(
    updates.map(({ update }) => update),
    writing.client,
  );
  page.doc.clientID = writing.client;
  const words = end.kind === "proposed" ? end.text : end.kind === "stopped" ? written.words : "";
  const change = changeOf(page.doc, () => settleWords(page.text, written, words));
  const left = page.changed ? page.text.toJSON() : "";
  page.doc.destroy();
  return {
    events: eventsOf(id, end, left, written.words),
    store: async (write, decisionId) => {
      await markEnded(write, id, decisionId);
      return change === null
        ? null
        : storeDocChange(write, tenantId, name, { ...change, memberId: null });
    },
  };
};

const eventsOf = (decisionId: string, end: DraftEnd, left: string, written: string) => {
  if (end.kind === "proposed" || (end.kind === "nothing" && end.sent)) return [];
  if (!hasVisibleCharacter(left)) return [teamEvent({ type: "draft.withdrawn", decisionId })];
  return [
    teamEvent({
      type: "draft.proposed",
      decisionId,
      // People's changes are told from what the AI wrote by itself.
      text: hasVisibleCharacter(written) ? written : left,
      citations: [],
      confidence: 0,
      unfinished: true,
    }),
  ];
};
