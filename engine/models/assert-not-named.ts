import type { Tx } from "#db/client.ts";
import { readProductionPolicy } from "#db/reads/policies.ts";
import { parsePolicy } from "../policy/parse-policy.ts";
import { ModelRefused } from "./model-refused.ts";

/** Throws ModelRefused `conflict` when the policy that answers visitors names this model. */
export const assertNotNamed = async (tx: Tx, name: string): Promise<void> => {
  const version = await readProductionPolicy(tx);
  const parsed = version === null ? null : parsePolicy(version.text);
  const named = parsed?.ok === true ? parsed.policy.settings.models : null;
  if (named?.includes(name) === true) throw new ModelRefused("named_by_policy", "conflict");
};
