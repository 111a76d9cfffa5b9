import { docLimits } from "#contract/names.ts";
import type { ThreadAct } from "#contract/doc-thread.ts";
import { emptyDocComment, insertDocComment } from "#db/writes/doc-threads.ts";
import { ActionRefused } from "../../actions/action-refused.ts";
import { noThread, type ThreadWork } from "./thread-work.ts";
import { storable } from "./storable.ts";

/** Adds a comment to a thread; one that is there already stays as it is. */
export const answerThread = async (
  { tx, env, memberId, thread, threadId, at }: ThreadWork,
  { commentId, body }: Extract<ThreadAct, { type: "answer" }>,
): Promise<void> => {
  if (thread === null) throw noThread();
  if (thread.comments.length >= docLimits.threadComments) {
    throw new ActionRefused({
      kind: "too_large",
      message: `A thread has at most ${docLimits.threadComments} comments. Begin a new one.`,
    });
  }
  const comment = { id: commentId, authorId: memberId, body: storable(body), at };
  await insertDocComment(tx, env.tenantId, threadId, comment);
};

/** Takes the words out of a comment of one's own. */
export const deleteComment = async (
  { tx, memberId, thread, threadId }: ThreadWork,
  { commentId }: Extract<ThreadAct, { type: "delete" }>,
): Promise<void> => {
  if (thread === null) throw noThread();
  const isOwn = await emptyDocComment(tx, threadId, { id: commentId, authorId: memberId });
  if (isOwn) return;
  throw new ActionRefused({
    kind: "forbidden",
    message: "Only its author deletes a comment.",
  });
};
