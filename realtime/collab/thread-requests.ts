import type { DocDiscuss, DocDiscussAck, DocThreads, DocThreadsAck } from "#contract/doc-thread.ts";
import { readDocThreads } from "#db/reads/doc-threads.ts";
import { readDoc } from "#db/reads/docs.ts";
import { discuss } from "#engine/docs/threads/discuss.ts";
import { docPermissions } from "#engine/docs/doc-permissions.ts";
import { noDoc } from "#engine/docs/open-doc.ts";
import { assertMay } from "#engine/tenancy/permissions.ts";
import { type OperatorContext, envelopeOf } from "../inbox/operator-act.ts";

/** What is said about a page and suggested for it. */
export const readThreads = async (
  { gateway, socket }: OperatorContext,
  { doc }: DocThreads,
): Promise<DocThreadsAck> => {
  const { tenantId, principal } = socket.data;
  assertMay(principal.role, docPermissions[doc.kind].read);
  return gateway.deps.db.tenant(tenantId, async (tx) => {
    if ((await readDoc(tx, doc)) === null) throw noDoc();
    return { threads: await readDocThreads(tx, doc) };
  });
};

/** Comments, suggests, answers, decides. Everybody who has the page open then hears of it. */
export const discussDoc = async (
  { gateway, socket }: OperatorContext,
  { doc, threadId, act }: DocDiscuss,
): Promise<DocDiscussAck> => ({
  thread: await discuss(gateway.deps, envelopeOf(socket, threadId), { doc, threadId, act }),
});
