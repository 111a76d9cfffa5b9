import type { Decision } from "#contract/decision.ts";
import type { SentenceBlame } from "#contract/decision-blame.ts";
import type { Tx } from "#db/client.ts";
import { readPolicyVersion } from "#db/reads/policies.ts";
import { parsePolicy } from "../policy/parse-policy.ts";
import { blameAnswer } from "./blame-answer.ts";

/** Where each sentence of a decision's answer comes from, by the page it was made under. */
export const readBlame = async (tx: Tx, decision: Decision): Promise<readonly SentenceBlame[]> =>
  blameAnswer(decision, await readPage(tx, decision));

/** The page it was decided under; null without one, and for one that an earlier version of Xin understood. */
const readPage = async (tx: Tx, { policy }: Decision) => {
  if (policy === null) return null;
  const version = await readPolicyVersion(tx, policy.id, policy.version);
  if (version === null) return null;
  const page = parsePolicy(version.text);
  return page.ok ? { text: version.text, parsed: page.policy } : null;
};
