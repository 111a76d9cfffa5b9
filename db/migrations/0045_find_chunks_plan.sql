-- Finding passages by tokens is asked for by every question. As a function in SQL it was planned at every
-- call, .7 of some 3 ms; in PL/pgSQL its plan is kept by the connection.
create or replace function xin.find_chunks(p_tokens tsquery[], p_worths float8[], p_limit int)
  returns table (id uuid, source_id uuid, source_version int)
  language plpgsql stable security definer
  set search_path = xin, pg_temp set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
  v_tenant constant uuid := xin.tenant_id();
  v_prefix constant text := '''' || right(v_tenant::text, 8);
begin
  return query
  select c.id, c.source_id, c.source_version
  from unnest(p_tokens, p_worths) as t(token, worth)
  cross join lateral (
    select k.id, k.source_id, k.source_version from xin.chunks k
    -- The text of a token's query begins with a quote.
    where xin.tenant_lexemes(k.tenant_id, k.tokens) @@ (v_prefix || substr(t.token::text, 2))::tsquery
      -- So that the index on the tokens is chosen, never one that begins with the tenant.
      and k.tenant_id is not distinct from v_tenant
  ) c
  group by c.id, c.source_id, c.source_version
  order by sum(t.worth) desc, c.id
  limit p_limit;
end $$;
