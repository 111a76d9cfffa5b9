import type { SourceGroup } from "#db/reads/source-list.ts";

/** Rows of a page of the list. */
export const rowsPerPage = 100;

/** Which part of the list an address shows. */
export type ListPlace = {
  readonly group: SourceGroup | null;
  readonly search: string;
  /** From 1. */
  readonly page: number;
};

const groups: Readonly<Record<SourceGroup, true>> = {
  working: true,
  failed: true,
  stale: true,
  live: true,
  cancelled: true,
};

/** Reads the part of an address that chooses; what makes no sense is as if it were not there. */
export const placeOf = (search: URLSearchParams): ListPlace => {
  const group = search.get("state");
  const page = Number(search.get("page") ?? 1);
  return {
    group: group !== null && group in groups ? (group as SourceGroup) : null,
    search: (search.get("q") ?? "").trim().slice(0, 200),
    page: Number.isSafeInteger(page) && page > 0 && page <= 1000 ? page : 1,
  };
};

/** The address of a part of the list. */
export const addressOf = ({ group, search, page }: ListPlace): string => {
  const query = new URLSearchParams();
  if (group !== null) query.set("state", group);
  if (search !== "") query.set("q", search);
  if (page > 1) query.set("page", String(page));
  return query.size === 0 ? "/knowledge" : `/knowledge?${query}`;
};
