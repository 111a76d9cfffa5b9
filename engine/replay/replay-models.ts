import type { ModelProvider } from "#db/reads/model-providers.ts";
import { modelAgent } from "../models/model-agent.ts";
import { workspaceProvider } from "../models/workspace-provider.ts";
import { workspacePurse } from "../models/workspace-purse.ts";
import { ActionRefused } from "../actions/action-refused.ts";
import type { Policy } from "../policy/policy.ts";
import { installationProviders } from "../reply/installation-providers.ts";
import { modelFetch } from "../reply/model-fetch.ts";
import { extractiveProvider } from "../reply/provider.ts";
import { freePurse } from "../reply/purse.ts";
import { type ModelsInUse, providersFor } from "../reply/reply-models.ts";
import type { Foundation } from "../runtime/foundation.ts";
import type { ReplayVersion } from "./replay-version.ts";

/** What models of replays need of the process. */
export type ReplayModelDeps = Pick<Foundation, "db" | "log" | "keyProvider" | "config">;

/** Finds the models of a replay. What calls outside cost counts for the day, and for no conversation. */
export type ReplayModels = {
  of(
    tenantId: string,
    model: ReplayVersion["model"],
    own: { readonly models: readonly ModelProvider[]; readonly policy: Policy | null },
  ): ModelsInUse;
  close(): Promise<void>;
};

/** Opens them. */
export const openReplayModels = (services: ReplayModelDeps): ReplayModels => {
  const agent = modelAgent(services.config.modelAllow);
  const deps = { ...services, fetch: modelFetch(agent) };
  const installation = installationProviders(services.config);
  return {
    of: (tenantId, model, { models, policy }) => {
      if (model === "built-in") return { providers: [extractiveProvider], purse: freePurse };
      const toProvider = (row: ModelProvider) => workspaceProvider(deps, tenantId, row);
      const purse = workspacePurse(services, { tenantId, conversationId: null });
      if (model === "in-use") {
        return { providers: providersFor({ models, policy }, installation, toProvider), purse };
      }
      const named = models.find(({ name }) => name === model.name);
      // The only one: an answer of another model would be taken for this one's.
      if (named !== undefined) return { providers: [toProvider(named)], purse };
      throw new ActionRefused({
        kind: "not_found",
        message: `There is no model "${model.name}". Models of the workspace: ${models.map(({ name }) => name).join(", ") || "none"}. "built-in" needs none.`,
      });
    },
    close: () => agent.destroy(),
  };
};
