-- Web sites the knowledge base learns from, and the pages of each: what is to be fetched, and what became
-- of it. Everything a crawl knows stands here, so that it goes on where it was when its process dies.

create table xin.sites (
  tenant_id uuid not null references xin.tenants(id) on delete cascade,
  id uuid not null,
  -- Where it begins, as given, in one spelling.
  url text not null check (length(url) <= 1000),
  -- One page; the pages its sitemaps list; those its links lead to; or the sitemap's if there is one, else the links'.
  mode text not null check (mode in ('page', 'sitemap', 'crawl', 'auto')),
  -- Links from the first page a page may be away.
  max_depth int not null check (max_depth between 0 and 20),
  max_pages int not null check (max_pages between 1 and 2000),
  -- Only pages of this host whose path begins like this. The host is the one the first page was found on.
  host text not null check (length(host) <= 300),
  path_prefix text not null check (length(path_prefix) <= 500),
  state text not null default 'queued' check (state in ('queued', 'crawling', 'live', 'failed', 'cancelled', 'deleted')),
  failure_reason text,
  failure_detail text check (length(failure_detail) <= 500),
  -- Why not everything that was found is here: a limit, or addresses without end.
  note text,
  -- Numbers the crawls; 1 is the first.
  crawl int not null default 1,
  -- Null until this crawl knows: whether links are followed.
  follows_links boolean,
  -- robots.txt as it was fetched for this crawl; null before.
  robots text,
  -- The server asked us to leave it alone until then.
  paused_until timestamptz,
  -- When the next slice of the crawl is to begin.
  resume_at timestamptz,
  -- Failures of pages in a row that were the server's: a site that is down is not asked two thousand times.
  failures_in_a_row int not null default 0,
  started_at timestamptz,
  crawled_at timestamptz,
  -- Null: only when asked for.
  interval_hours int check (interval_hours between 1 and 8760),
  next_crawl_at timestamptz,
  -- Which slice of the crawl works on it and until when.
  lease_id uuid,
  lease_until timestamptz,
  created_by_kind text not null,
  created_by_id text,
  created_by_name text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  check ((state = 'failed') = (failure_reason is not null)),
  check ((lease_id is null) = (lease_until is null))
);
-- The same address is one site; it may also be one page by itself.
create unique index sites_url on xin.sites(tenant_id, url, (mode = 'page')) where state <> 'deleted';
create index sites_due on xin.sites(next_crawl_at) where state in ('live', 'failed') and next_crawl_at is not null;
create index sites_working on xin.sites(updated_at) where state in ('queued', 'crawling', 'deleted');

create table xin.site_pages (
  tenant_id uuid not null,
  site_id uuid not null,
  url text not null check (length(url) <= 1000),
  kind text not null default 'page' check (kind in ('page', 'sitemap')),
  -- What led to it.
  found_by text not null check (found_by in ('start', 'sitemap', 'link', 'redirect')),
  depth int not null,
  -- Its address without what differs between pages made without end, to count those.
  shape text not null check (length(shape) <= 1000),
  -- In the present crawl, or the last: not asked yet; read; not to be had; not there any more; the same as
  -- another address; left out by the site's own wish or because it is no text; taken out by a person.
  state text not null default 'waiting'
    check (state in ('waiting', 'done', 'failed', 'gone', 'duplicate', 'skipped', 'excluded')),
  -- What was found when it was read in the present crawl.
  outcome text check (outcome in ('new', 'changed', 'unchanged')),
  failure_reason text,
  failure_detail text check (length(failure_detail) <= 1100),
  attempts int not null default 0,
  next_attempt_at timestamptz,
  -- Crawls in a row that did not find it any more.
  misses int not null default 0,
  etag text check (length(etag) <= 1000),
  last_modified text check (length(last_modified) <= 100),
  -- Of the words people see, so that what changes with every request is no change.
  content_hash bytea,
  -- When its sitemap says it last changed.
  listed_at timestamptz,
  source_id uuid,
  fetched_at timestamptz,
  primary key (tenant_id, site_id, url),
  foreign key (tenant_id, site_id) references xin.sites(tenant_id, id) on delete cascade
);
create index site_pages_waiting on xin.site_pages(tenant_id, site_id, depth) where state = 'waiting';
create index site_pages_source on xin.site_pages(tenant_id, source_id) where source_id is not null;

do $$
declare t text;
begin
  foreach t in array array['sites', 'site_pages'] loop
    execute format('alter table xin.%I enable row level security', t);
    execute format('alter table xin.%I force row level security', t);
    execute format('create policy tenant on xin.%I using (tenant_id = (select xin.tenant_id())) with check (tenant_id = (select xin.tenant_id()))', t);
  end loop;
end $$;

grant select, insert, update, delete on xin.sites, xin.site_pages to xin_app;

-- Sites somebody should work on and nobody does: one that is due again, and one whose slice was lost. Across
-- tenants, so that one look a minute is enough; it tells nothing but whose they are.
create function xin.find_due_sites(p_limit int)
  returns table (tenant_id uuid, site_id uuid, is_due boolean)
  language sql stable security definer set search_path = xin, pg_temp as $$
  (select s.tenant_id, s.id, true from xin.sites s
    where s.state in ('live', 'failed') and s.next_crawl_at <= now()
    order by s.next_crawl_at limit p_limit)
  union all
  (select s.tenant_id, s.id, false from xin.sites s
    where s.state in ('queued', 'crawling', 'deleted')
      and greatest(s.updated_at, s.lease_until, s.paused_until, s.resume_at) < now() - interval '30 seconds'
    order by s.updated_at limit p_limit) $$;

create policy definer on xin.sites for select to xin_owner using (true);

revoke execute on function xin.find_due_sites(int) from public;
grant execute on function xin.find_due_sites(int) to xin_app;
