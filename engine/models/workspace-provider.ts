import type { ModelProvider } from "#db/reads/model-providers.ts";
import { ModelFailure } from "../reply/model-failure.ts";
import type { Price } from "../reply/model-price.ts";
import { externalLimits, openAiClient, type Provider } from "../reply/provider.ts";
import type { Foundation } from "../runtime/foundation.ts";
import { SecretUnreadable } from "../tenancy/key-provider.ts";
import { openSecret } from "../tenancy/secrets.ts";
import { keySecretOf } from "./model-deps.ts";

/** A provider of a workspace, to be asked. Its key is opened for each call, so that a new one holds at once. */
export const workspaceProvider = (
  deps: Pick<Foundation, "db" | "keyProvider"> & { readonly fetch: typeof globalThis.fetch },
  tenantId: string,
  row: ModelProvider,
): Provider => {
  const { id, name, url, model, revision, firstTokenMs, callMs, concurrency, callsPerMinute } = row;
  return {
    name,
    key: `${tenantId} ${id} ${revision}`,
    external: true,
    limits: {
      ...externalLimits,
      firstTokenMs,
      openingMs: Math.max(externalLimits.openingMs, firstTokenMs + 1000),
      callMs,
      concurrency,
      callsPerMinute,
    },
    modelName: () => model,
    price: () => priceOf(row),
    open: async () => {
      const key = row.keyEnding === null ? null : await openKey(deps, tenantId, row);
      return openAiClient({ url, key }, deps.fetch).chatModel(model);
    },
  };
};

const priceOf = ({ priceIn, priceOut }: ModelProvider): Price | null =>
  priceIn === null || priceOut === null ? null : { in: priceIn, out: priceOut };

const openKey = async (
  { db, keyProvider }: Pick<Foundation, "db" | "keyProvider">,
  tenantId: string,
  { id, name }: ModelProvider,
): Promise<string> => {
  try {
    const key = await openSecret(db, keyProvider, tenantId, keySecretOf(id));
    if (key !== null) return key;
  } catch (error) {
    if (!(error instanceof SecretUnreadable)) throw error;
  }
  const message = "The sealed key cannot be opened. Enter it again.";
  throw new ModelFailure({ provider: name, reason: "no_key", message });
};
