-- Calls of tools by the model, in order, as the contract's DecisionTool.
alter table xin.decisions
  add column tools jsonb not null default '[]' check (jsonb_typeof(tools) = 'array');
