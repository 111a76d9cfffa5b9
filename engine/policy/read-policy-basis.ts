import { createHash } from "node:crypto";
import type { Tx } from "#db/client.ts";
import { readKnowledgeVersion } from "#db/reads/knowledge-version.ts";
import { readModelProviders } from "#db/reads/model-providers.ts";
import { readRetrievalPointer } from "#db/reads/retrieval-configs.ts";
import type { Policy } from "./policy.ts";

/** What answers under a page rest on beside its words. */
export type PolicyBasis = {
  /** Version of the retrieval config; 0 is what Xin comes with. */
  readonly retrieval: number;
  /** The state of the knowledge base, which counts every change. */
  readonly knowledge: number;
  /** Models in the order they are asked, each `name=model`; empty for the installation's. */
  readonly models: readonly string[];
  readonly tools: readonly string[];
};

/**
 * What a page would rest on now, and the SHA-256 over it and the page's text. Answers that are the same text and
 * basis differ only by what a model makes up.
 */
export const readPolicyBasis = async (
  tx: Tx,
  text: string,
  { settings }: Policy,
): Promise<{ readonly basis: PolicyBasis; readonly hash: Buffer }> => {
  const [providers, pointer, knowledge] = await Promise.all([
    readModelProviders(tx),
    readRetrievalPointer(tx),
    readKnowledgeVersion(tx),
  ]);
  const own = providers.filter(({ enabled }) => enabled);
  const models = (settings.models ?? own.map(({ name }) => name)).flatMap((wanted) =>
    own.filter(({ name }) => name === wanted).map(({ name, model }) => `${name}=${model}`),
  );
  const basis: PolicyBasis = {
    retrieval: settings.retrieval ?? pointer.production,
    knowledge,
    models: settings.model === null ? models : [...models, settings.model],
    tools: settings.tools.toSorted(),
  };
  const page = createHash("sha256").update(text).digest("hex");
  const whole = JSON.stringify([page, basis.retrieval, knowledge, basis.models, basis.tools]);
  return { basis, hash: createHash("sha256").update(whole).digest() };
};
