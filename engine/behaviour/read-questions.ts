import type { Db } from "#db/client.ts";
import { readNewestConversations } from "#db/reads/newest-conversations.ts";
import type { LoneQuestion } from "../replay/open-replay.ts";
import { readTurns } from "../replay/read-turns.ts";

/** A question with where it comes from. */
export type BehaviourQuestion = LoneQuestion & { readonly conversationId: string | null };

/** Most conversations that are looked at. */
export const mostConversations = 200;

/**
 * The questions of saved tests, each once, then the last question of each of the newest conversations, with what
 * had been said by then. They come one by one, so that the first can be asked before the last is read.
 */
export async function* readQuestions(
  db: Db,
  tenantId: string,
  { tests, conversations }: { readonly tests: readonly string[]; readonly conversations: number },
): AsyncGenerator<BehaviourQuestion> {
  for (const question of new Set(tests)) yield { question, conversationId: null };
  const ids = await db.tenant(tenantId, (tx) =>
    readNewestConversations(tx, Math.min(conversations, mostConversations)),
  );
  for (const conversationId of ids) {
    const read = await db.tenant(tenantId, (tx) => readTurns(tx, conversationId));
    const turn = read?.turns.at(-1);
    if (turn === undefined) continue;
    const { question, previousQuestion, history, locale, decision } = turn;
    const decisionId = decision === null ? {} : { decisionId: decision.id };
    yield { question, previousQuestion, history, locale, conversationId, ...decisionId };
  }
}
