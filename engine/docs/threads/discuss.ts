import type { DocName, DocUpdated } from "#contract/doc.ts";
import type { DocThread, ThreadAct } from "#contract/doc-thread.ts";
import { readDocThread } from "#db/reads/doc-threads.ts";
import type { ActionDeps } from "../../actions/action-deps.ts";
import type { Envelope } from "../../actions/envelope.ts";
import { assertMay } from "../../tenancy/permissions.ts";
import { docPermissions } from "../doc-permissions.ts";
import { lockedDoc } from "../locked-doc.ts";
import { noDoc, openDoc } from "../open-doc.ts";
import { addThread } from "./add-thread.ts";
import { answerThread, deleteComment } from "./answer-thread.ts";
import { decideThread } from "./decide-thread.ts";
import { noThread, type ThreadWork } from "./thread-work.ts";

/** What somebody does with a thread of a page. */
export type Discussion = {
  readonly doc: DocName;
  readonly threadId: string;
  readonly act: ThreadAct;
};

/**
 * Comments on a page, suggests words for it, answers, decides. One transaction under the lock of the page, so
 * that of two who decide at once one wins. The author is the member of the envelope. Accepting changes the page
 * in the same transaction. Repeating an act changes nothing. Answers the thread as it is then.
 */
export const discuss = async (
  deps: ActionDeps,
  env: Envelope,
  { doc, threadId, act }: Discussion,
): Promise<DocThread> => {
  const { tenantId, actor } = env;
  assertMay(actor.role, docPermissions[doc.kind].write);
  const memberId = actor.id;
  if (memberId === null) throw noThread();
  await openDoc(deps, tenantId, doc);
  const { thread, updated } = await deps.db.tenant(tenantId, async (tx) => {
    const page = await lockedDoc(tx, doc);
    if (page === null) throw noDoc();
    const before = await readDocThread(tx, doc, threadId);
    const work = { tx, env, memberId, doc, page, thread: before, threadId, at: deps.clock?.() };
    const change = await perform(work, act);
    page.doc.destroy();
    const after = await readDocThread(tx, doc, threadId);
    if (after === null) throw noThread();
    return { thread: after, updated: change };
  });
  if (updated !== null) deps.bus.publish({ type: "doc.updated", tenantId, updated });
  const page = { kind: "policy", id: doc.id } as const;
  deps.bus.publish({ type: "doc.discussed", tenantId, discussed: { doc: page, thread } });
  return thread;
};

/** Answers what changed of the page; null for nothing. */
const perform = async (work: ThreadWork, act: ThreadAct): Promise<DocUpdated | null> => {
  switch (act.type) {
    case "comment":
    case "suggest":
      await addThread(work, act);
      return null;
    case "answer":
      await answerThread(work, act);
      return null;
    case "delete":
      await deleteComment(work, act);
      return null;
    case "state":
      return decideThread(work, act.state);
  }
};
