import { type ModelBudget, readModelBudget } from "#db/reads/model-providers.ts";
import { settleSpending, type Spending, takeSpending } from "#db/writes/model-spending.ts";
import { ModelFailure, type ModelFailureReason } from "../reply/model-failure.ts";
import type { Purse } from "../reply/purse.ts";
import type { Foundation } from "../runtime/foundation.ts";

/** Longest wait for the database before another model is asked, in milliseconds. */
const takeMs = 2000;

/** Half of the smallest amount that is stored: sums of decimals are not exact. */
const slackUsd = 0.000_000_5;

/**
 * The purse of a workspace, for one of its conversations or for none. Calls at the same time wait for one
 * another while they take, so that together they never take more than there is.
 */
export const workspacePurse = (
  { db, log }: Pick<Foundation, "db" | "log">,
  {
    tenantId,
    conversationId,
    conversationUsd = null,
  }: {
    readonly tenantId: string;
    readonly conversationId: string | null;
    /** What the policy lets the conversation cost; the workspace's own limit holds as well. */
    readonly conversationUsd?: number | null;
  },
): Purse => ({
  take: async (provider, mostUsd) => {
    const takenUsd = mostUsd ?? 0;
    const { day } = await db.tenant(
      tenantId,
      async (tx) => {
        const budget = stricter(await readModelBudget(tx), conversationUsd);
        const spending = await takeSpending(tx, tenantId, { conversationId, costUsd: takenUsd });
        const reason = overspent(budget, spending, mostUsd);
        if (reason === null) return spending;
        throw new ModelFailure({
          provider,
          reason,
          message: "The budget does not allow this call.",
        });
      },
      { deadlineMs: takeMs },
    );
    return {
      settle: ({ tokensIn, tokensOut }, costUsd) => {
        const differenceUsd = costUsd - takenUsd;
        const spent = { day, conversationId, differenceUsd, tokensIn, tokensOut };
        db.tenant(tenantId, (tx) => settleSpending(tx, spent)).catch((error: unknown) => {
          log.warn({ err: error, tenantId, provider }, "what a call did not cost stays spent");
        });
      },
    };
  },
});

const stricter = (budget: ModelBudget, conversationUsd: number | null): ModelBudget => ({
  ...budget,
  conversationUsd:
    conversationUsd === null
      ? budget.conversationUsd
      : Math.min(conversationUsd, budget.conversationUsd ?? Infinity),
});

const overspent = (
  { conversationUsd, dayUsd, dayCalls }: ModelBudget,
  spending: Spending,
  mostUsd: number | null,
): ModelFailureReason | null => {
  if (dayCalls !== null && spending.dayCalls > dayCalls) return "budget_calls";
  if (mostUsd === null && (conversationUsd !== null || dayUsd !== null)) return "unpriced";
  if (dayUsd !== null && spending.dayUsd > dayUsd + slackUsd) return "budget_day";
  if (conversationUsd !== null && spending.conversationUsd > conversationUsd + slackUsd) {
    return "budget_conversation";
  }
  return null;
};
