import { docLimits } from "#contract/names.ts";
import type { ThreadAct } from "#contract/doc-thread.ts";
import { countOpenThreads } from "#db/reads/doc-threads.ts";
import { insertDocComment, insertDocThread } from "#db/writes/doc-threads.ts";
import { ActionRefused } from "../../actions/action-refused.ts";
import type { ThreadWork } from "./thread-work.ts";
import { storable } from "./storable.ts";
import { rangeOf } from "#contract/text-place.ts";

type Added = Extract<ThreadAct, { type: "comment" | "suggest" }>;

/** A comment keeps at most so much of what stood there, in UTF-16 code units: enough to know it again. */
const quotedLength = 300;

/** Begins a thread on a range of the page. What is quoted is read from the page, never taken from the client. */
export const addThread = async (
  { tx, env, memberId, doc, page, thread, threadId, at }: ThreadWork,
  act: Added,
): Promise<void> => {
  if (thread !== null) {
    if (thread.author?.id === memberId) return;
    throw new ActionRefused({ kind: "conflict", message: "threadId: is somebody else's." });
  }
  if ((await countOpenThreads(tx, doc)) >= docLimits.openThreads) throw tooMany();
  const { start, end } = act;
  const range = rangeOf(page.text, { start, end });
  if (range === null) throw moved();
  const quote = page.text.toJSON().slice(range.from, range.to);
  if (act.type === "suggest" && quote !== act.quote) throw moved();
  const isComment = act.type === "comment";
  const isAdded = await insertDocThread(tx, env.tenantId, doc, {
    id: threadId,
    sort: isComment ? "comment" : "suggestion",
    start,
    end,
    quote: storable(isComment ? quote.slice(0, quotedLength) : quote),
    proposed: isComment ? null : storable(act.proposed),
    authorId: memberId,
    evidence: null,
    at,
  });
  if (!isAdded) throw new ActionRefused({ kind: "conflict", message: "threadId: is in use." });
  if (!isComment) return;
  const comment = { id: threadId, authorId: memberId, body: storable(act.body), at };
  await insertDocComment(tx, env.tenantId, threadId, comment);
};

const moved = () =>
  new ActionRefused({
    kind: "conflict",
    message: "The words have changed meanwhile. Select them again.",
  });

const tooMany = () =>
  new ActionRefused({
    kind: "too_large",
    message: `A page has at most ${docLimits.openThreads} open comments and suggestions. Resolve some first.`,
  });
