import { readRetrievalVersion } from "#db/reads/retrieval-configs.ts";
import { insertRetrievalVersion, lockRetrievalConfig } from "#db/writes/retrieval-configs.ts";
import type { ActionDeps } from "../../actions/action-deps.ts";
import { ActionRefused } from "../../actions/action-refused.ts";
import type { Envelope } from "../../actions/envelope.ts";
import { assertMay } from "../../tenancy/permissions.ts";
import { announceLog } from "../../runtime/announce-log.ts";
import type { Tuning } from "../tuning.ts";
import { recordTuningChange } from "./record-tuning-change.ts";
import { checkTuning } from "./check-tuning.ts";

/** A tuning to be kept. */
export type SaveTuning = {
  readonly tuning: Tuning;
  readonly note: string | null;
  /** The newest version the writer knows of; a newer one of somebody else then refuses this as `conflict`. */
  readonly baseVersion?: number;
};

/**
 * Stores a tuning as the next version and answers its number. What the newest version says again is
 * that version: a retry makes no second one. Visitors are answered as before until it is published.
 * Needs `knowledge.write`; refused as `invalid` or `conflict`.
 */
export const saveTuning = async (
  deps: ActionDeps,
  env: Envelope,
  { tuning, note, baseVersion }: SaveTuning,
): Promise<{ readonly version: number }> => {
  assertMay(env.actor.role, "knowledge.write");
  const checked = checkTuning(tuning);
  if (note !== null && note.length > 500) {
    throw new ActionRefused({ kind: "invalid", message: "A note may have 500 characters." });
  }
  const saved = await deps.db.tenant(env.tenantId, async (tx) => {
    const { last } = await lockRetrievalConfig(tx, env.tenantId);
    const newest = last === 0 ? null : await readRetrievalVersion(tx, last);
    if (newest !== null && sameTuning(newest.tuning, checked)) {
      return { version: last, position: null };
    }
    if (baseVersion !== undefined && baseVersion !== last) {
      throw new ActionRefused({
        kind: "conflict",
        message: `Version r${last} was saved meanwhile. Look at it, then save your changes on top of it.`,
      });
    }
    const version = last + 1;
    if (env.dryRun) return { version, position: null };
    await insertRetrievalVersion(tx, env.tenantId, {
      version,
      tuning: checked,
      note: note === "" ? null : note,
      authorId: env.actor.id ?? env.actor.kind,
      authorName: env.actor.name ?? env.actor.kind,
    });
    const change = { type: "retrieval.saved", target: `r${version}` } as const;
    return { version, position: await recordTuningChange(tx, env, change) };
  });
  if (saved.position !== null) announceLog(deps.bus, env.tenantId, saved.position);
  return { version: saved.version };
};

/** jsonb forgets the order of keys. */
const sameTuning = (stored: unknown, tuning: Tuning): boolean =>
  JSON.stringify(sorted(stored)) === JSON.stringify(sorted(tuning));

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]) => [key, sorted(one)]),
  );
};
