import { limits } from "#contract/names.ts";
import { views, type View } from "#app/ui/inbox-views.ts";

/** What part of the inbox a request asks for. */
export type ListQuery = {
  readonly view: View;
  readonly status: "open" | "resolved";
  /** Null for conversations with any tags or none. */
  readonly tag: string | null;
  readonly before?: { readonly updatedAt: string; readonly id: string };
};

/** Rows of one page. */
export const rowsPerPage = 50;

/** Rows of one page of changes. */
export const changesPerPage = 200;

/** The position after which changes are asked for; null when a view is. */
export const positionOf = (url: URL): number | null => {
  const after = Number(url.searchParams.get("after") ?? Number.NaN);
  return Number.isSafeInteger(after) && after >= 0 ? after : null;
};

/** Reads the part asked for out of an address; unknown values mean the default. */
export const listQueryOf = (url: URL): ListQuery => {
  const view = views.find((one) => one === url.searchParams.get("view")) ?? "all";
  const status = url.searchParams.get("status") === "resolved" ? "resolved" : "open";
  const tag = url.searchParams.get("tag")?.toLowerCase().slice(0, limits.tagLength) || null;
  const updatedAt = url.searchParams.get("before");
  const id = url.searchParams.get("beforeId");
  if (updatedAt === null || id === null || Number.isNaN(Date.parse(updatedAt)))
    return { view, status, tag };
  return { view, status, tag, before: { updatedAt, id } };
};
