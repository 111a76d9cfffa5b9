import type { Services } from "../runtime/services.ts";
import { suggestFromEdits } from "./suggest-from-edits.ts";

/** Looks at the edits of the tenants in which people did something. */
export type EditFollower = {
  /** Somebody did something in a tenant. */
  note(tenantId: string): void;
  /** Looks at those that are due. What fails is logged and looked at again. */
  round(): Promise<void>;
};

/** Follows edits; a tenant is looked at once in `everyMs` milliseconds at most. */
export const followEdits = (
  { db, bus, log }: Pick<Services, "db" | "bus" | "log">,
  everyMs = 600_000,
): EditFollower => {
  const waiting = new Set<string>();
  const dueAt = new Map<string, number>();
  return {
    note: (tenantId) => void waiting.add(tenantId),
    round: async () => {
      for (const tenantId of waiting) {
        if (performance.now() < (dueAt.get(tenantId) ?? 0)) continue;
        dueAt.set(tenantId, performance.now() + everyMs);
        try {
          await suggestFromEdits({ db, bus }, tenantId);
          waiting.delete(tenantId);
        } catch (error) {
          log.warn({ err: error, tenantId }, "edits of drafts were not looked at");
        }
      }
    },
  };
};
