import type { Tx } from "#db/client.ts";
import {
  type ModelBudget,
  type ModelDay,
  type ModelProvider,
  readModelBudget,
  readModelDays,
  readModelProviders,
} from "#db/reads/model-providers.ts";
import type { Config } from "../runtime/config.ts";

/** What a workspace's answers come from, what they may cost, and what they have cost. */
export type WorkspaceModels = {
  /** In the order they are asked. */
  readonly providers: readonly ModelProvider[];
  /** The model of the installation: it answers where a workspace has no provider. Null without one. */
  readonly installation: { readonly model: string } | null;
  readonly budget: ModelBudget;
  /** The days of the last fortnight with calls, the newest first. */
  readonly days: readonly ModelDay[];
};

/** Reads it for the tenant of the transaction. No key is in it. */
export const readWorkspaceModels = async (
  tx: Tx,
  { llmUrl, llmModel }: Pick<Config, "llmUrl" | "llmModel">,
): Promise<WorkspaceModels> => {
  const [providers, budget, days] = await Promise.all([
    readModelProviders(tx),
    readModelBudget(tx),
    readModelDays(tx),
  ]);
  const installation = llmUrl === null ? null : { model: llmModel ?? "default" };
  return { providers, installation, budget, days };
};
