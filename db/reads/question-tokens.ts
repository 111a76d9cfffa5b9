import type { Tx } from "../client.ts";

/** What answering took of late. */
export type QuestionTokens = {
  /** Conversations looked at. */
  readonly conversations: number;
  /** Tokens of an answer, as an average over those that asked a model; null where none did. */
  readonly tokensIn: number | null;
  readonly tokensOut: number | null;
};

/** What the last answer took in each of the conversations in which something happened last. */
export const readQuestionTokens = async (
  tx: Tx,
  conversations: number,
): Promise<QuestionTokens> => {
  const [row] = await tx<QuestionTokens[]>`
    select count(*)::int as conversations, avg(d.tokens_in)::float8 as "tokensIn",
      avg(d.tokens_out)::float8 as "tokensOut"
    from (
      select id from xin.conversations where visitor_seq > 0
      order by updated_at desc, id desc limit ${conversations}
    ) c
    left join lateral (
      select d.tokens_in, d.tokens_out from xin.decisions d
      where d.conversation_id = c.id and d.kind = 'reply' and d.tokens_in > 0
      order by d.created_at desc limit 1
    ) d on true`;
  return row ?? { conversations: 0, tokensIn: null, tokensOut: null };
};
