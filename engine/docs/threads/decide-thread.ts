import type { DocThread } from "#contract/doc-thread.ts";
import type { DocUpdated } from "#contract/doc.ts";
import { updateDocThread } from "#db/writes/doc-threads.ts";
import { ActionRefused } from "../../actions/action-refused.ts";
import { recordAudit } from "../../audit/record-audit.ts";
import { storeDocChange } from "../change-doc.ts";
import { noThread, type ThreadWork } from "./thread-work.ts";
import { type Replaced, replaceWords } from "./replace-words.ts";

/**
 * Resolves a comment, accepts or rejects a suggestion, or opens either again. Accepting puts the suggested words
 * into the page, opening an accepted one takes them out again; both only while the page says what they replace.
 * Refused as `conflict` when somebody else has decided, or the words have changed. Answers the page's change.
 */
export const decideThread = async (
  work: ThreadWork,
  state: DocThread["state"],
): Promise<DocUpdated | null> => {
  const { tx, env, memberId, doc, thread, at } = work;
  if (thread === null) throw noThread();
  if (thread.state === state && (state === "open" || thread.decidedBy?.id === memberId))
    return null;
  assertNext(thread, state);
  const replaced = replacement(work, thread, state);
  const decidedBy = state === "open" ? null : memberId;
  const { start, end } = replaced?.range ?? thread;
  await updateDocThread(tx, thread.id, { state, decidedBy, start, end, at });
  if (thread.sort === "suggestion") {
    const detail = { threadId: thread.id, state, author: thread.author?.id ?? null };
    await recordAudit(tx, env, "policy.decide-suggestion", doc.id, detail, at);
  }
  if (replaced === null) return null;
  return storeDocChange(tx, env.tenantId, doc, { ...replaced, memberId });
};

const assertNext = ({ sort, state: before, decidedBy }: DocThread, state: DocThread["state"]) => {
  const closing = sort === "comment" ? ["resolved"] : ["accepted", "rejected"];
  if (state !== "open" && !closing.includes(state)) {
    throw new ActionRefused({ kind: "invalid", message: `state: a ${sort} cannot be ${state}.` });
  }
  if (before === "open" || state === "open") return;
  throw new ActionRefused({
    kind: "conflict",
    message: `${decidedBy?.name ?? "Somebody"} has ${before} it already.`,
  });
};

/** The change of the page that a decision brings; null for none. */
const replacement = (
  { page }: ThreadWork,
  thread: DocThread,
  state: DocThread["state"],
): Replaced | null => {
  const { quote, proposed } = thread;
  if (proposed === null || proposed === quote) return null;
  if (state !== "accepted" && thread.state !== "accepted") return null;
  const isAccepted = state === "accepted";
  const words = isAccepted ? proposed : quote;
  const expected = isAccepted ? quote : proposed;
  const replaced = replaceWords(page.text, thread, { expected, words });
  if (replaced !== null) return replaced;
  throw new ActionRefused({
    kind: "conflict",
    message: isAccepted
      ? "The words this suggestion is about have changed meanwhile. Change the page by hand, or reject it."
      : "The page no longer says what was accepted. Change it by hand.",
  });
};
