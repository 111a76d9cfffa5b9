import type { Db } from "#db/client.ts";
import { readQuestionTokens } from "#db/reads/question-tokens.ts";
import { costOf } from "../reply/model-price.ts";
import type { Replay } from "../replay/open-replay.ts";
import { asInProduction, type CompareBehaviour, readSide } from "./compare-behaviour.ts";
import type { BehaviourEstimate } from "./behaviour-diff.ts";
import { mostConversations } from "./read-questions.ts";

/**
 * Estimates what comparing two versions costs: as many questions as would be asked, each by what the last answers of
 * the same conversations took, at the prices of the models that are asked first. Nothing is asked. Refused as
 * `not_found` when there is no such version.
 */
export const estimateBehaviour = async (
  { db, replay }: { readonly db: Db; readonly replay: Pick<Replay, "firstModel"> },
  tenantId: string,
  { before, after, conversations }: CompareBehaviour,
): Promise<BehaviourEstimate> => {
  const sides = [await readSide(db, tenantId, before), await readSide(db, tenantId, after)];
  const { tokensIn, tokensOut, ...asked } = await db.tenant(tenantId, (tx) =>
    readQuestionTokens(tx, Math.min(conversations, mostConversations)),
  );
  const questions = new Set(sides.flatMap(({ tests }) => tests)).size + asked.conversations;
  const models = await Promise.all(
    sides.map(({ ref }) => replay.firstModel(tenantId, { ...asInProduction, policy: ref })),
  );
  const isFree = models.every(({ price }) => price?.in === 0 && price.out === 0);
  if (isFree || questions === 0) return { questions, isFree: true, usd: 0 };
  if (tokensIn === null || tokensOut === null) return { questions, isFree, usd: null };
  const each = models.map(({ price }) => costOf(price, { tokensIn, tokensOut }));
  const usd = each.some((cost) => cost === null)
    ? null
    : each.reduce<number>((sum, cost) => sum + (cost ?? 0) * questions, 0);
  return { questions, isFree, usd };
};
