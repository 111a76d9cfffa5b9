import type { Tx } from "../client.ts";
import { isoTime } from "./iso-time.ts";

/** A question of a visitor that the knowledge did not answer. */
export type UnansweredQuestion = {
  readonly decisionId: string;
  readonly conversationId: string;
  readonly question: string;
  /** ISO 8601, UTC. */
  readonly askedAt: string;
};

/** What the team has done about questions that found nothing. */
export type KnowledgeGap = {
  readonly id: string;
  readonly state: "dismissed" | "drafted" | "added";
  readonly examples: readonly string[];
  /** Of the article that is being written; null for a dismissed gap. */
  readonly title: string | null;
  readonly body: string | null;
  readonly sourceId: string | null;
  /** When its source became findable; null before that. ISO 8601, UTC. */
  readonly liveAt: string | null;
  readonly authorName: string;
  readonly createdAt: string;
  readonly updatedAt: string;
};

/**
 * What visitors asked in the last days that the AI handed over for lack of an answer, or answered with
 * a draft that a person threw away; the newest first, at most 2,000.
 */
export const readUnansweredQuestions = (
  tx: Tx,
  days: number,
): Promise<readonly UnansweredQuestion[]> =>
  tx<UnansweredQuestion[]>`
    select id as "decisionId", conversation_id as "conversationId", left(question, 500) as question,
      ${isoTime(tx, "created_at")} as "askedAt"
    from xin.decisions
    where created_at > now() - make_interval(days => ${days})
      and ((outcome = 'handed_over' and reason = 'unsure') or outcome = 'discarded')
      and length(question) > 0
    order by created_at desc limit 2000`;

/** All gaps the team has dealt with, newest first, at most 500. */
export const readKnowledgeGaps = (tx: Tx): Promise<readonly KnowledgeGap[]> =>
  tx<KnowledgeGap[]>`${select(tx)} order by g.created_at desc, g.id limit 500`;

/** One of them, or null when the tenant has none such. */
export const readKnowledgeGap = async (tx: Tx, id: string): Promise<KnowledgeGap | null> => {
  const [row] = await tx<KnowledgeGap[]>`${select(tx)} where g.id = ${id}`;
  return row ?? null;
};

const select = (tx: Tx) => tx`
  select g.id, g.state, g.examples, g.title, g.body, g.source_id as "sourceId",
    case when s.state = 'live' then ${isoTime(tx, "s.live_at")} end as "liveAt",
    g.author_name as "authorName", ${isoTime(tx, "g.created_at")} as "createdAt",
    ${isoTime(tx, "g.updated_at")} as "updatedAt"
  from xin.knowledge_gaps g
  left join xin.sources s on s.tenant_id = g.tenant_id and s.id = g.source_id`;
