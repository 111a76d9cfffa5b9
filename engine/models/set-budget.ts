import type { ModelBudget } from "#db/reads/model-providers.ts";
import { putModelBudget } from "#db/writes/model-providers.ts";
import type { Envelope } from "../actions/envelope.ts";
import { assertMay } from "../tenancy/permissions.ts";
import { changeModels } from "./change-models.ts";
import type { ModelDeps } from "./model-deps.ts";
import { ModelRefused } from "./model-refused.ts";

const most = 1_000_000;

/**
 * Sets what calls of models may cost. It holds from the next call on; what is spent already counts. Needs
 * `models.manage`; refused as ModelRefused `invalid`.
 */
export const setBudget = async (
  deps: ModelDeps,
  env: Envelope,
  budget: ModelBudget,
): Promise<void> => {
  assertMay(env.actor.role, "models.manage");
  const { conversationUsd, dayUsd, dayCalls } = budget;
  const isRight =
    [conversationUsd, dayUsd, dayCalls].every(
      (limit) => limit === null || (limit >= 0 && limit <= most),
    ) &&
    (dayCalls === null || Number.isInteger(dayCalls));
  if (!isRight) throw new ModelRefused("budget");
  await changeModels(deps, env, async (tx) => {
    await putModelBudget(tx, env.tenantId, budget);
    return { type: "models.budget-set", target: null, detail: { ...budget } };
  });
};
