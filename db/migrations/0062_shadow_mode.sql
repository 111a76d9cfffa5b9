-- How far the AI would have gone under the version in the shadow; null in answers from before.

alter table xin.shadow_answers
  add column mode text check (mode in ('off', 'shadow', 'draft', 'auto'));
