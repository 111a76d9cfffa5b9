import { readKnowledgeGap } from "#db/reads/knowledge-gaps.ts";
import { setGapSource } from "#db/writes/knowledge-gaps.ts";
import type { ActionDeps } from "../../actions/action-deps.ts";
import type { Envelope } from "../../actions/envelope.ts";
import { assertMay } from "../../tenancy/permissions.ts";
import { announceLog } from "../../runtime/announce-log.ts";
import type { Knowledge } from "../open-knowledge.ts";
import { recordTuningChange } from "./record-tuning-change.ts";
import { assertWritten, noGap } from "./handle-gap.ts";

/**
 * Adds a written article to the knowledge; its cluster is dealt with once it is live. Sent again, it
 * answers the source it has become. Needs `knowledge.write`; refused as `not_found`, or as `invalid`
 * while the outline is empty.
 */
export const addArticle = async (
  deps: ActionDeps & { readonly knowledge: Pick<Knowledge, "addSource"> },
  env: Envelope,
  { gapId }: { readonly gapId: string },
): Promise<{ readonly sourceId: string }> => {
  assertMay(env.actor.role, "knowledge.write");
  const gap = await deps.db.tenant(env.tenantId, (tx) => readKnowledgeGap(tx, gapId));
  if (gap === null || gap.title === null || gap.body === null) throw noGap();
  if (gap.sourceId !== null) return { sourceId: gap.sourceId };
  const { title, body } = gap;
  assertWritten({ title, body });
  // The same bytes are one source: when this ends half way, the next attempt finds the same one.
  const { sourceId } = await deps.knowledge.addSource(env, {
    kind: "text",
    title,
    mime: "text/markdown",
    bytes: Buffer.from(`# ${title}\n\n${body}`),
  });
  if (env.dryRun) return { sourceId };
  const position = await deps.db.tenant(env.tenantId, async (tx) => {
    await setGapSource(tx, gapId, sourceId);
    const detail = { sourceId };
    return recordTuningChange(tx, env, { type: "gap.added", target: gapId, detail });
  });
  announceLog(deps.bus, env.tenantId, position);
  return { sourceId };
};
