import type { ReactionKind } from "#contract/decision-reaction.ts";
import type { DecisionFilter } from "#db/reads/decision-filter.ts";

/** Rows of a page of decisions. */
export const rowsPerPage = 50;

/** Which part of the decisions an address shows. */
export type DecisionPlace = {
  readonly filter: DecisionFilter;
  /** Goes on after this decision; null for the first page. */
  readonly after: { readonly createdAt: string; readonly id: string } | null;
};

const kinds = ["reply", "undo", "fallback", "canary"] as const;
const outcomes = [
  ...(["sent", "drafted", "approved", "discarded", "handed_over"] as const),
  ...(["superseded", "failed", "undone", "shadowed", "fell_back", "canary_stopped"] as const),
];
const modes = ["auto", "draft", "shadow", "off"] as const;
const reactions = [
  ...(["approved", "edited", "rejected", "took_over"] as const),
  ...(["undone", "reopened", "replied", "none"] as const),
] satisfies readonly (ReactionKind | "none")[];

/** What each filter can be set to. */
export const choices = { kind: kinds, outcome: outcomes, mode: modes, reaction: reactions };

/** The filters as the part of an address after `?`, without the page. */
export const searchOf = (filter: DecisionFilter): URLSearchParams => {
  const search = new URLSearchParams();
  const set = (name: string, value: string | number | null | undefined) => {
    if (value !== null && value !== undefined) search.set(name, String(value));
  };
  set("kind", filter.kind);
  set("outcome", filter.outcome);
  set("mode", filter.mode);
  set("after", filter.reaction);
  set("policy", filter.policyId);
  set("version", filter.policyVersion);
  set("line", filter.ruleLine);
  set("model", filter.model);
  set("tool", filter.tool);
  set("from", filter.from);
  set("to", filter.to);
  set("conversation", filter.conversationId);
  return search;
};

/** The address of a part of the decisions, of one decision in it where one is named. */
export const addressOf = (
  filter: DecisionFilter,
  { decisionId, after }: { decisionId?: string | null; after?: DecisionPlace["after"] } = {},
): string => {
  const search = searchOf(filter);
  if (after !== null && after !== undefined) {
    search.set("before", after.createdAt);
    search.set("beforeId", after.id);
  }
  const path = decisionId === null || decisionId === undefined ? "" : `/${decisionId}`;
  return search.size === 0 ? `/decisions${path}` : `/decisions${path}?${search}`;
};
