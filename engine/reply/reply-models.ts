import type { ModelProvider } from "#db/reads/model-providers.ts";
import { modelAgent } from "../models/model-agent.ts";
import { workspaceProvider } from "../models/workspace-provider.ts";
import { workspacePurse } from "../models/workspace-purse.ts";
import type { Foundation } from "../runtime/foundation.ts";
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
  services: Pick<Foundation, "db" | "log" | "keyProvider" | "config">,
  installation: readonly Provider[],
): ReplyModels & { close(): Promise<void> } => {
  const agent = modelAgent(services.config.modelAllow);
  const deps = { ...services, fetch: modelFetch(agent) };
  return {
    ofReply: ({ tenantId, row, models, policy }) => {
      const toProvider = (model: ModelProvider) => workspaceProvider(deps, tenantId, model);
      const providers = providersFor({ models, policy }, installation, toProvider);
      const conversationUsd = policy?.settings.budget ?? null;
      const spender = { tenantId, conversationId: row.id, conversationUsd };
      return { providers, purse: workspacePurse(services, spender) };
    },
    close: () => agent.destroy(),
  };
};

/** The providers of a workspace under a policy, the built-in ones last; those of the installation where it has none. */
export const providersFor = (
  { models, policy }: Pick<ReplyMaterial, "models" | "policy">,
  installation: readonly Provider[],
  toProvider: (model: ModelProvider) => Provider,
): readonly Provider[] => {
  const named = policy?.settings.models ?? null;
  if (models.length === 0 && named === null) return installation;
  const builtIn = installation.filter(({ external }) => !external);
  return [...inOrder(models, named).map(toProvider), ...builtIn];
};

const inOrder = (models: readonly ModelProvider[], named: readonly string[] | null) => {
  const own = models.filter(({ enabled }) => enabled);
  return named === null
    ? own
    : named.flatMap((wanted) => own.filter(({ name }) => name === wanted));
};
