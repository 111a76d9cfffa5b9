-- Ingestion as jobs whose state is the source itself: who works on it, how far it is, when it is tried again,
-- and when it should be read again by a person.

alter table xin.sources
  -- How far the present state has come; pages, passages or bytes, whatever the state counts. Total null: not known.
  add column progress_done int not null default 0 check (progress_done >= 0),
  add column progress_total int check (progress_total >= 0),
  -- A failure's place in the source, such as a row of a CSV file, from 1.
  add column failure_at int check (failure_at > 0),
  -- Not before then is a source tried again after a passing failure.
  add column next_attempt_at timestamptz,
  -- Who works on it and until when: a worker that died lets go of it by itself.
  add column lease_id uuid,
  add column lease_until timestamptz,
  -- When what it says last changed, and when a person last found it right. It is stale so many months after
  -- the later of the two, or on the day the document names itself.
  add column changed_at timestamptz not null default now(),
  add column reviewed_at timestamptz,
  add column review_after_months int check (review_after_months between 1 and 120),
  add column expires_at timestamptz,
  -- Marked as stale by somebody, such as a crawl that no longer finds the page.
  add column stale_since timestamptz,
  add column stale_reason text check (length(stale_reason) <= 100),
  -- The site it was found on, and what its server said when it was fetched.
  add column site_id uuid,
  add column etag text check (length(etag) <= 1000),
  add column last_modified text check (length(last_modified) <= 100),
  add column fetched_at timestamptz,
  add column pages int check (pages > 0),
  -- Wider than before, in one place.
  drop constraint sources_state_check,
  add constraint sources_state_check check (state in
    ('queued', 'fetching', 'extracting', 'chunking', 'embedding', 'live', 'failed', 'cancelled', 'deleted')),
  add constraint sources_stale_check check ((stale_since is null) = (stale_reason is null)),
  add constraint sources_lease_check check ((lease_id is null) = (lease_until is null));

create index sources_site on xin.sources(tenant_id, site_id) where state <> 'deleted' and site_id is not null;
create index sources_state on xin.sources(tenant_id, state, updated_at desc) where state <> 'deleted';
create index sources_working on xin.sources(lease_until, updated_at)
  where state in ('queued', 'fetching', 'extracting', 'chunking', 'embedding');

-- False when a part of the source could not be read and only the rest answers.
alter table xin.source_versions add column complete boolean not null default true;

-- Sources nobody works on although they are not done: their worker died, or their job was lost. Across
-- tenants, so that one look a while is enough; it tells nothing but whose they are.
create function xin.find_abandoned_sources(p_limit int)
  returns table (tenant_id uuid, source_id uuid)
  language sql stable security definer set search_path = xin, pg_temp as $$
  select s.tenant_id, s.id from xin.sources s
  where s.state in ('queued', 'fetching', 'extracting', 'chunking', 'embedding')
    and case when s.lease_until is not null then s.lease_until < now()
      else greatest(s.updated_at, s.next_attempt_at) < now() - interval '1 minute' end
  order by s.lease_until nulls last, s.updated_at
  limit p_limit $$;

create policy definer on xin.sources for select to xin_owner using (true);

revoke execute on function xin.find_abandoned_sources(int) from public;
grant execute on function xin.find_abandoned_sources(int) to xin_app;
