import { readShadow } from "#db/reads/policy-moves.ts";
import { recordShadowAnswer, type ShadowTask, takeShadowTasks } from "#db/writes/shadow-answers.ts";
import { pointedVersion } from "../policy/pointed-version.ts";
import type { Services } from "../runtime/services.ts";

/** What it takes to decide silently. */
export type ShadowDeps = Pick<Services, "db" | "log"> & {
  readonly replay: Pick<Services["replay"], "turn">;
};

/** Questions taken at a time, and what one may take, in milliseconds. */
const limits = { atOnce: 4, turnMs: 60_000 };

/**
 * Decides in a workspace, under the version in the shadow, about questions that another version has just decided
 * about, and records what it would have done. Nothing is sent, nobody is told and no tool is executed. Answers
 * whether there may be more.
 */
export const workShadow = async (
  { db, log, replay }: ShadowDeps,
  tenantId: string,
): Promise<boolean> => {
  const taken = await db.tenant(tenantId, async (tx) => {
    const shadow = await readShadow(tx);
    const ref = pointedVersion(shadow);
    if (shadow === null || ref === null) return null;
    const scope = { ...ref, share: shadow.share ?? 0, since: shadow.movedAt };
    return { ref, tasks: await takeShadowTasks(tx, tenantId, scope, limits.atOnce) };
  });
  if (taken === null) return false;
  const { ref, tasks } = taken;
  const version = {
    policy: ref,
    tuning: "production",
    model: "in-use",
    passages: "search",
  } as const;
  const decide = async (task: ShadowTask) => {
    const signal = AbortSignal.timeout(limits.turnMs);
    const turn = await replay.turn(tenantId, task, version, signal).catch((err: unknown) => {
      const { conversationId } = task;
      log.warn({ err, tenantId, conversationId }, "a version in the shadow could not decide");
      return null;
    });
    const answer =
      turn === null
        ? null
        : { ...turn.replayed, answer: turn.replayed.text, ms: Math.round(turn.replayed.ms) };
    await db.tenant(tenantId, (tx) => recordShadowAnswer(tx, ref, task, answer));
  };
  await Promise.all(tasks.map(decide));
  return tasks.length === limits.atOnce;
};
