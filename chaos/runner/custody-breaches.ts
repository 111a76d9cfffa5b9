import type { World } from "./world.ts";

/**
 * Counts what the AI wrote in a conversation while people held it: since a person took it and before it
 * was handed back. An answer that came too late may be recorded as superseded, which is no such thing.
 */
export const custodyBreaches = async ({ fleet }: World): Promise<number> => {
  const [row] = await fleet.postgres.superuser(`
    select count(*)::int as breaches from xin.events e
    where e.actor_kind = 'ai'
      and e.type in ('message.posted', 'draft.proposed', 'conversation.handed-over')
      and (
        select c.type from xin.events c
        where c.conversation_id = e.conversation_id and c.seq < e.seq
          and c.type in ('conversation.taken-over', 'conversation.handed-back', 'conversation.reopened')
        order by c.seq desc limit 1
      ) = 'conversation.taken-over'`);
  return Number(row?.["breaches"]);
};
