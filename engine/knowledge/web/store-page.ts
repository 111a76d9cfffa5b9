import { readSource } from "#db/reads/knowledge.ts";
import { ActionRefused } from "../../actions/action-refused.ts";
import type { FailureReason } from "../source-failure.ts";
import type { CrawlDeps, Slice } from "./crawl-deps.ts";
import { crawlEnvelope } from "./sites-deps.ts";

/** A page as it is to be learnt: text in UTF-8, or a PDF. */
export type PageContent = {
  readonly url: string;
  readonly mime: string | null;
  readonly bytes: Uint8Array;
};

/** What became of it. `twin` is the address or title of another source that has the very same bytes. */
export type StoredPage =
  | { readonly kind: "source"; readonly sourceId: string }
  | { readonly kind: "twin"; readonly twin: string }
  | { readonly kind: "refused"; readonly reason: FailureReason };

/** Makes a page a source of knowledge, or gives its source the new words. The same page again changes nothing. */
export const storePage = async (
  { db, sources }: CrawlDeps,
  { tenantId }: Slice,
  { url, mime, bytes }: PageContent,
): Promise<StoredPage> => {
  try {
    const page = { kind: "url", url, mime, bytes } as const;
    const { sourceId } = await sources.addSource(crawlEnvelope(tenantId), page);
    const source = await db.tenant(tenantId, (tx) => readSource(tx, sourceId));
    if (source === null || source.url === url) return { kind: "source", sourceId };
    return { kind: "twin", twin: source.url ?? source.title };
  } catch (error) {
    if (!(error instanceof ActionRefused)) throw error;
    if (error.kind === "conflict") return { kind: "refused", reason: "knowledge_full" };
    if (error.kind === "too_large") return { kind: "refused", reason: "too_large" };
    if (error.kind === "invalid") return { kind: "refused", reason: "empty" };
    throw error;
  }
};
