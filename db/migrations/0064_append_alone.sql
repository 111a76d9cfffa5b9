-- xin.append_known as a transaction of its own, with neither BEGIN nor COMMIT: it sets the tenant, which ends with
-- the statement, and has nothing compiled, as every transaction of the product does. Row level security holds
-- inside: it runs as its caller.
create function xin.append_alone(p_tenant uuid, p_conversations uuid[], p_positions bigint[],
    p_acts_of uuid[], p_acts uuid[], p_count int, p_events text, p_rows text)
  returns json language plpgsql volatile as $$
begin
  perform set_config('app.tenant_id', p_tenant::text, true), set_config('jit', 'off', true);
  return xin.append_known(p_tenant, p_conversations, p_positions, p_acts_of, p_acts, p_count, p_events, p_rows);
end $$;

revoke execute on function xin.append_alone(uuid, uuid[], bigint[], uuid[], uuid[], int, text, text) from public;
grant execute on function xin.append_alone(uuid, uuid[], bigint[], uuid[], uuid[], int, text, text) to xin_app;
