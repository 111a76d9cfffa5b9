-- The two halves of an append as functions, so that a batch costs two statements, planned once a session.
-- The settings keep the plans the same whatever the tables hold when a session first plans: rows are
-- always found by their keys. Row level security holds inside: both run as their caller.

-- Opens conversations that are not there yet, locks all of them in id order and says how they stand, which
-- acts are in the log already and what time it is. Volatile, in statements of its own: each sees what was
-- committed while the one before waited for its locks. p_openings is JSON, or null when nobody may open.
create function xin.begin_append(p_tenant uuid, p_conversations uuid[], p_acts_of uuid[], p_acts uuid[], p_openings text)
  returns json language plpgsql volatile
  set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set enable_sort = off
  as $$
declare
  v_rows json;
  v_stored json;
begin
  if p_openings is not null and cardinality(p_conversations) > (
    select count(*) from xin.conversations c where c.tenant_id = p_tenant and c.id = any(p_conversations)
  ) then
    insert into xin.conversations (tenant_id, id, channel_id, contact_id, locale, mode, created_at, updated_at)
    select distinct on (o.id) p_tenant, o.id, channel.id, contact.id,
      coalesce(o.locale, contact.locale), policy.mode, clock.at, clock.at
    from jsonb_to_recordset(p_openings::jsonb) as o(ord int, id uuid, "channelId" uuid, "contactId" uuid, locale text)
    join xin.contacts contact on contact.tenant_id = p_tenant and contact.id = o."contactId"
    join xin.channels channel on channel.tenant_id = p_tenant and channel.id = o."channelId"
    cross join (select date_trunc('milliseconds', clock_timestamp()) as at) clock
    cross join (
      select coalesce(max(v.parsed -> 'settings' ->> 'mode'), 'off') as mode
      from xin.policies p join xin.policy_versions v
        on v.tenant_id = p.tenant_id and v.policy_id = p.id and v.version = p.production_version
      where p.tenant_id = p_tenant
    ) policy
    where not exists (
      select from xin.conversations c where c.tenant_id = p_tenant and c.id = o.id
    )
    order by o.id, o.ord
    on conflict (tenant_id, id) do nothing;
  end if;

  select json_agg(locked) into v_rows from (
    select c.id, c.contact_id as "contactId", c.status, c.holder, c.epoch, c.assignee_id as "assigneeId",
      c.locale, c.subject, c.preview, c.preview_by as "previewBy", c.last_seq as "lastSeq",
      c.last_position as position, c.visitor_seq as "visitorSeq", c.waiting_reason as "waitingReason",
      c.waiting_since as "waitingSince", c.draft_decision_id as "draftDecisionId", c.updated_at as "updatedAt"
    from xin.conversations c
    where c.tenant_id = p_tenant and c.id = any(p_conversations)
    order by c.id for no key update
  ) locked;

  select json_agg(first_answer) into v_stored from (
    select k.conversation_id as "conversationId", k.client_id as "clientId", stored.seq, stored.id
    from unnest(p_acts_of, p_acts) as k(conversation_id, client_id)
    cross join lateral (
      -- In this form only the index by client ids will do: asked for the one id, a planner that knows
      -- nothing of the table yet may read the whole conversation instead.
      select e.seq, e.id, e.client_id from xin.events e
      where e.tenant_id = p_tenant and e.conversation_id = k.conversation_id and e.client_id >= k.client_id
      order by e.client_id limit 1
    ) stored
    where stored.client_id = k.client_id
  ) first_answer;

  return json_build_object('rows', coalesce(v_rows, '[]'), 'stored', coalesce(v_stored, '[]'),
    'at', date_trunc('milliseconds', clock_timestamp()));
end $$;

-- Writes events in the order given, then the rows as they are after them. In this order the foreign keys
-- of the events find rows this transaction has locked and not changed yet, which costs half. Answers the
-- tenant's position before the first, whose row is the last lock of a transaction; null when it has none.
create function xin.append_events(p_tenant uuid, p_count int, p_events text, p_rows text)
  returns bigint language plpgsql volatile
  set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set enable_sort = off
  as $$
declare
  v_base bigint;
begin
  update xin.tenant_positions t set last_position = t.last_position + p_count
  where t.tenant_id = p_tenant returning t.last_position - p_count into v_base;
  if v_base is null then return null; end if;

  insert into xin.events (tenant_id, position, id, conversation_id, seq, client_id, type, audience,
    actor_kind, actor_id, epoch, payload, payload_hash, decision_id, depth, traceparent, at)
  select p_tenant, v_base + e.ord, e.id, e.conversation_id, e.seq, e.client_id, e.type, e.audience,
    e.actor_kind, e.actor_id, e.epoch, e.payload, decode(e.payload_hash, 'hex'), e.decision_id, e.depth,
    e.traceparent, e.at
  from jsonb_to_recordset(p_events::jsonb) as e(ord int, id uuid, conversation_id uuid, seq bigint,
    client_id uuid, type text, audience text, actor_kind text, actor_id text, epoch int, payload jsonb,
    payload_hash text, decision_id uuid, depth int, traceparent text, at timestamptz);

  update xin.conversations c
  set status = r.status, holder = r.holder, epoch = r.epoch, assignee_id = r.assignee_id,
    locale = r.locale, last_seq = r.last_seq, last_position = v_base + r.ord, subject = r.subject,
    preview = r.preview, preview_by = r.preview_by, visitor_seq = r.visitor_seq,
    waiting_reason = r.waiting_reason, waiting_since = r.waiting_since,
    draft_decision_id = r.draft_decision_id, updated_at = r.updated_at
  from jsonb_to_recordset(p_rows::jsonb) as r(ord int, id uuid, status text, holder text, epoch int,
    assignee_id uuid, locale text, last_seq bigint, subject text, preview text, preview_by text,
    visitor_seq bigint, waiting_reason text, waiting_since timestamptz, draft_decision_id uuid,
    updated_at timestamptz)
  where c.tenant_id = p_tenant and c.id = r.id;

  return v_base;
end $$;

grant execute on function xin.begin_append(uuid, uuid[], uuid[], uuid[], text), xin.append_events(uuid, int, text, text)
  to xin_app;
