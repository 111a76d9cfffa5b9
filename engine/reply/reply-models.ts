import type { ModelProvider } from "#db/reads/model-providers.ts";
import { modelAgent } from "../models/model-agent.ts";
import { workspaceProvider } from "../models/workspace-provider.ts";
import { workspacePurse } from "../models/workspace-purse.ts";
import type { Services } from "../runtime/services.ts";
import { modelFetch } from "./model-fetch.ts";
import type { Provider } from "./provider.ts";
import type { Purse } from "./purse.ts";
import type { ReplyMaterial } from "./reply-material.ts";

/** The models an answer may come from, in the order they are asked, and what pays for them. */
export type ModelsInUse = { readonly providers: readonly Provider[]; readonly purse: Purse };

/** Finds the models for a reply. */
export type ReplyModels = {
  ofReply(material: ReplyMaterial): ModelsInUse;
};

/**
 * Models of replies: a workspace's own providers that are switched on, or those of the installation where it
 * has none. A workspace that chose its providers never has words sent elsewhere, nor one whose policy names
 * some to those it does not name. The built-in model comes last in any case.
 */
export const openReplyModels = (
  services: Pick<Services, "db" | "log" | "keyProvider" | "config">,
  installation: readonly Provider[],
): ReplyModels & { close(): Promise<void> } => {
  const agent = modelAgent(services.config.modelAllow);
  const deps = { ...services, fetch: modelFetch(agent) };
  const builtIn = installation.filter(({ external }) => !external);
  return {
    ofReply: ({ tenantId, row, models, policy }) => {
      const named = policy?.settings.models ?? null;
      const own = inOrder(models, named);
      const providers =
        models.length === 0 && named === null
          ? installation
          : [...own.map((model) => workspaceProvider(deps, tenantId, model)), ...builtIn];
      return { providers, purse: workspacePurse(services, { tenantId, conversationId: row.id }) };
    },
    close: () => agent.destroy(),
  };
};

const inOrder = (models: readonly ModelProvider[], named: readonly string[] | null) => {
  const own = models.filter(({ enabled }) => enabled);
  return named === null
    ? own
    : named.flatMap((wanted) => own.filter(({ name }) => name === wanted));
};
