import type { Tx } from "../client.ts";
import type { ModelBudget, ModelProvider } from "../reads/model-providers.ts";

/** Makes others who change the providers of this workspace wait until the transaction ends. */
export const lockModelProviders = async (tx: Tx, tenantId: string): Promise<void> => {
  await tx`select pg_advisory_xact_lock(hashtextextended(${`model_providers ${tenantId}`}, 0))`;
};

/** A provider as it is stored; its revision is counted here. */
export type StoredProvider = Omit<ModelProvider, "revision">;

/** Adds a provider, to be asked after all others, or changes one. */
export const putModelProvider = async (
  tx: Tx,
  tenantId: string,
  p: StoredProvider,
): Promise<void> => {
  await tx`
    insert into xin.model_providers (tenant_id, id, name, place, enabled, url, model, key_ending, price_in,
      price_out, first_token_ms, call_ms, concurrency, calls_per_minute)
    values (${tenantId}, ${p.id}, ${p.name},
      (select coalesce(max(place), 0) + 1 from xin.model_providers), ${p.enabled}, ${p.url}, ${p.model},
      ${p.keyEnding}, ${p.priceIn}, ${p.priceOut}, ${p.firstTokenMs}, ${p.callMs}, ${p.concurrency},
      ${p.callsPerMinute})
    on conflict (tenant_id, id) do update set name = excluded.name, enabled = excluded.enabled,
      url = excluded.url, model = excluded.model, key_ending = excluded.key_ending,
      price_in = excluded.price_in, price_out = excluded.price_out,
      first_token_ms = excluded.first_token_ms, call_ms = excluded.call_ms,
      concurrency = excluded.concurrency, calls_per_minute = excluded.calls_per_minute,
      revision = model_providers.revision + 1`;
};

/** Puts the providers in the order of these ids. */
export const placeModelProviders = async (tx: Tx, ids: readonly string[]): Promise<void> => {
  await tx`
    update xin.model_providers p set place = o.place
    from unnest(${ids as string[]}::uuid[]) with ordinality as o(id, place) where p.id = o.id`;
};

/** Deletes a provider. */
export const deleteModelProvider = async (tx: Tx, id: string): Promise<void> => {
  await tx`delete from xin.model_providers where id = ${id}`;
};

/** Sets what calls of models may cost. */
export const putModelBudget = async (tx: Tx, tenantId: string, b: ModelBudget): Promise<void> => {
  await tx`
    insert into xin.model_budgets (tenant_id, conversation_usd, day_usd, day_calls)
    values (${tenantId}, ${b.conversationUsd}, ${b.dayUsd}, ${b.dayCalls})
    on conflict (tenant_id) do update set conversation_usd = excluded.conversation_usd,
      day_usd = excluded.day_usd, day_calls = excluded.day_calls`;
};
