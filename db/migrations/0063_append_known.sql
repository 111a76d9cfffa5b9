-- The append's second half as before, but for the time, which its caller says once: all events of a
-- transaction, and the rows after them, have the same.
create function xin.write_events(p_tenant uuid, p_at timestamptz, p_count int, p_events text, p_rows text)
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
    e.traceparent, p_at
  from jsonb_to_recordset(p_events::jsonb) as e(ord int, id uuid, conversation_id uuid, seq bigint,
    client_id uuid, type text, audience text, actor_kind text, actor_id text, epoch int, payload jsonb,
    payload_hash text, decision_id uuid, depth int, traceparent text);

  select array_agg((r.value ->> 'id')::uuid), jsonb_object_agg(r.value ->> 'id', r.value) into v_ids, v_rows
  from jsonb_array_elements(p_rows::jsonb) r;

  update xin.conversations c
  set (status, holder, epoch, assignee_id, locale, last_seq, last_position, subject, preview, preview_by,
    visitor_seq, waiting_reason, waiting_since, draft_decision_id, updated_at) = (
    select r.status, r.holder, r.epoch, r.assignee_id, r.locale, r.last_seq, v_base + r.ord, r.subject,
      r.preview, r.preview_by, r.visitor_seq, r.waiting_reason, r.waiting_since, r.draft_decision_id, p_at
    from jsonb_to_record(v_rows -> c.id::text) as r(ord int, status text, holder text, epoch int,
      assignee_id uuid, locale text, last_seq bigint, subject text, preview text, preview_by text,
      visitor_seq bigint, waiting_reason text, waiting_since timestamptz, draft_decision_id uuid)
  )
  where c.tenant_id = p_tenant and c.id = any(v_ids);

  return v_base;
end $$;

-- A whole append in one call, for conversations whose rows the caller remembers. They are locked in id order,
-- as xin.begin_append does, and written only when each of them still ends with the event at the position the
-- caller believes (p_positions, in order of id) and none of the acts is in the log. Then what was decided on
-- that memory is what would have been decided on the rows, because a row is what its events made of it.
-- Otherwise nothing is written, and the answer is null. The time is taken here, under the locks.
create function xin.append_known(p_tenant uuid, p_conversations uuid[], p_positions bigint[],
    p_acts_of uuid[], p_acts uuid[], p_count int, p_events text, p_rows text)
  returns json language plpgsql volatile
  set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set enable_sort = off
  as $$
declare
  v_positions bigint[];
  v_at timestamptz;
begin
  select array_agg(locked.last_position) into v_positions from (
    select c.last_position from xin.conversations c
    where c.tenant_id = p_tenant and c.id = any(p_conversations)
    order by c.id for no key update
  ) locked;
  if v_positions is distinct from p_positions then return null; end if;

  -- A statement of its own: it sees what was committed while the one before waited for its locks.
  if exists (
    select from unnest(p_acts_of, p_acts) as k(conversation_id, client_id)
    cross join lateral (
      -- As in xin.begin_append: in this form only the index by client ids will do.
      select e.client_id from xin.events e
      where e.tenant_id = p_tenant and e.conversation_id = k.conversation_id and e.client_id >= k.client_id
      order by e.client_id limit 1
    ) stored
    where stored.client_id = k.client_id
  ) then return null; end if;

  v_at := date_trunc('milliseconds', clock_timestamp());
  return json_build_object('base', xin.write_events(p_tenant, v_at, p_count, p_events, p_rows), 'at', v_at);
end $$;

revoke execute on function xin.write_events(uuid, timestamptz, int, text, text),
  xin.append_known(uuid, uuid[], bigint[], uuid[], uuid[], int, text, text) from public;
grant execute on function xin.write_events(uuid, timestamptz, int, text, text),
  xin.append_known(uuid, uuid[], bigint[], uuid[], uuid[], int, text, text) to xin_app;
