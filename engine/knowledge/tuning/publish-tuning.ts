import { readRetrievalVersion } from "#db/reads/retrieval-configs.ts";
import { lockRetrievalConfig, moveRetrievalPointer } from "#db/writes/retrieval-configs.ts";
import type { ActionDeps } from "../../actions/action-deps.ts";
import { ActionRefused } from "../../actions/action-refused.ts";
import type { Envelope } from "../../actions/envelope.ts";
import type { Inverse } from "../../actions/outcome.ts";
import { assertMay } from "../../tenancy/permissions.ts";
import { announceLog } from "../../runtime/announce-log.ts";
import { recordTuningChange } from "./record-tuning-change.ts";

/**
 * Lets a version answer visitors from the next question on, on every node; an older one again is a
 * rollback, and 0 goes back to the built-in config. Needs `knowledge.write`; refused as `not_found`. The
 * inverse publishes what answered before.
 */
export const publishTuning = async (
  deps: ActionDeps,
  env: Envelope,
  { version }: { readonly version: number },
): Promise<{ readonly version: number; readonly inverse: Inverse | null }> => {
  assertMay(env.actor.role, "knowledge.write");
  const done = await deps.db.tenant(env.tenantId, async (tx) => {
    const { production: previous } = await lockRetrievalConfig(tx, env.tenantId);
    if (version !== 0 && (await readRetrievalVersion(tx, version)) === null) {
      throw new ActionRefused({ kind: "not_found", message: "There is no such version." });
    }
    if (env.dryRun || previous === version) return { previous, position: null };
    await moveRetrievalPointer(tx, env.tenantId, {
      version,
      previous,
      movedById: env.actor.id ?? env.actor.kind,
      movedByName: env.actor.name ?? env.actor.kind,
    });
    const detail = { version, previous };
    const change = { type: "retrieval.published", target: `r${version}`, detail } as const;
    return { previous, position: await recordTuningChange(tx, env, change) };
  });
  if (done.position !== null) announceLog(deps.bus, env.tenantId, done.position);
  const { previous } = done;
  return {
    version,
    inverse:
      previous === version ? null : { action: "publishTuning", input: { version: previous } },
  };
};
