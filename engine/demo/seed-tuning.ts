import type { Db } from "#db/client.ts";
import { readSources } from "#db/reads/knowledge.ts";
import type { ActionDeps } from "../actions/action-deps.ts";
import type { Envelope } from "../actions/envelope.ts";
import { publishTuning } from "../knowledge/tuning/publish-tuning.ts";
import { saveQuestion } from "../knowledge/tuning/save-question.ts";
import { saveTuning } from "../knowledge/tuning/save-tuning.ts";
import { defaultTuning, type Tuning } from "../knowledge/tuning.ts";
import type { DemoQuestion } from "./demo-workspace.ts";

/** Gives a workspace its first tuning, and the questions later ones are compared on. */
export const seedTuning = async (
  deps: ActionDeps & { readonly db: Db },
  author: () => Envelope,
  {
    tuning,
    questions,
  }: { readonly tuning: Partial<Tuning>; readonly questions: readonly DemoQuestion[] },
): Promise<void> => {
  const saved = await saveTuning(deps, author(), {
    tuning: { ...defaultTuning, ...tuning },
    note: "Answer a little more often than Xin does by itself.",
  });
  await publishTuning(deps, author(), saved);
  const sources = await deps.db.tenant(author().tenantId, (tx) => readSources(tx));
  for (const { question, article, lang } of questions) {
    const source = sources.find((one) => one.filename === article && one.lang === lang);
    if (article !== null && source === undefined) throw new Error(`the demo has no ${article}`);
    const expected = { sourceId: source?.id ?? null, heading: null, savedFrom: "demo" } as const;
    await saveQuestion(deps, author(), { question, ...expected });
  }
};
