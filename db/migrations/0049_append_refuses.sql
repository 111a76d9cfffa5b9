-- The append's second half as before, but for a tenant without a position: that is an error here already, so
-- that COMMIT may be sent behind the call and still nothing of the transaction stays.
create or replace function xin.append_events(p_tenant uuid, p_count int, p_events text, p_rows text)
  returns bigint language plpgsql volatile
  set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set enable_sort = off
  as $$
declare
  v_base bigint;
  v_ids uuid[];
  v_rows jsonb;
begin
  update xin.tenant_positions t set last_position = t.last_position + p_count
  where t.tenant_id = p_tenant returning t.last_position - p_count into v_base;
  if v_base is null then raise exception 'tenant % has no row in tenant_positions', p_tenant; end if;

  insert into xin.events (tenant_id, position, id, conversation_id, seq, client_id, type, audience,
    actor_kind, actor_id, epoch, payload, payload_hash, decision_id, depth, traceparent, at)
  select p_tenant, v_base + e.ord, e.id, e.conversation_id, e.seq, e.client_id, e.type, e.audience,
    e.actor_kind, e.actor_id, e.epoch, e.payload, decode(e.payload_hash, 'hex'), e.decision_id, e.depth,
    e.traceparent, e.at
  from jsonb_to_recordset(p_events::jsonb) as e(ord int, id uuid, conversation_id uuid, seq bigint,
    client_id uuid, type text, audience text, actor_kind text, actor_id text, epoch int, payload jsonb,
    payload_hash text, decision_id uuid, depth int, traceparent text, at timestamptz);

  select array_agg((r.value ->> 'id')::uuid), jsonb_object_agg(r.value ->> 'id', r.value) into v_ids, v_rows
  from jsonb_array_elements(p_rows::jsonb) r;

  update xin.conversations c
  set (status, holder, epoch, assignee_id, locale, last_seq, last_position, subject, preview, preview_by,
    visitor_seq, waiting_reason, waiting_since, draft_decision_id, updated_at) = (
    select r.status, r.holder, r.epoch, r.assignee_id, r.locale, r.last_seq, v_base + r.ord, r.subject,
      r.preview, r.preview_by, r.visitor_seq, r.waiting_reason, r.waiting_since, r.draft_decision_id,
      r.updated_at
    from jsonb_to_record(v_rows -> c.id::text) as r(ord int, status text, holder text, epoch int,
      assignee_id uuid, locale text, last_seq bigint, subject text, preview text, preview_by text,
      visitor_seq bigint, waiting_reason text, waiting_since timestamptz, draft_decision_id uuid,
      updated_at timestamptz)
  )
  where c.tenant_id = p_tenant and c.id = any(v_ids);

  return v_base;
end $$;
