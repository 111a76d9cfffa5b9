-- Where the words of a passage lead: [{text, url}], in the order of the text. Kept beside it, so that an
-- address is neither searched nor quoted. Checked by the engine: http, https, mailto, or relative to the source.
alter table xin.chunks add column links jsonb not null default '[]'
  check (jsonb_typeof(links) = 'array');
