import type { Tx } from "../client.ts";
import { countViews, type ViewCounts } from "./conversations.ts";
import { readTagsInUse } from "./tags.ts";

/** What stands above the list of a member; with a tag, its conversations alone are counted. */
export const readFigures = async (
  tx: Tx,
  memberId: string,
  tag: string | null,
): Promise<{ counts: ViewCounts; tags: readonly string[] }> => ({
  counts: await countViews(tx, memberId, tag),
  tags: await readTagsInUse(tx),
});
