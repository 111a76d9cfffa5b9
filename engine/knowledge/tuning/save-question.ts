import { v7 as uuidv7 } from "uuid";
import { readSource } from "#db/reads/knowledge.ts";
import { maxSavedQuestions } from "#db/reads/saved-questions.ts";
import {
  countOtherSavedQuestions,
  deleteSavedQuestionRow,
  type NewSavedQuestion,
  upsertSavedQuestion,
} from "#db/writes/saved-questions.ts";
import type { ActionDeps } from "../../actions/action-deps.ts";
import { ActionRefused } from "../../actions/action-refused.ts";
import type { Envelope } from "../../actions/envelope.ts";
import { assertMay } from "../../tenancy/permissions.ts";
import { announceLog } from "../../runtime/announce-log.ts";
import { cleanText } from "../extraction/decode-text.ts";
import { isCjk, runsOf } from "../tokens.ts";
import { noSource } from "../ingest.ts";
import { recordTuningChange } from "./record-tuning-change.ts";

/** A question with what should come first for it. */
export type SaveQuestion = {
  readonly question: string;
  /** Null: nothing should answer it. */
  readonly sourceId: string | null;
  /** Heading of the expected passage; null when any passage of the source will do. */
  readonly heading: string | null;
  readonly savedFrom: NewSavedQuestion["savedFrom"];
};

/**
 * Saves a question, or gives a saved one another expectation. Needs `knowledge.write`; refused as
 * `invalid` (blank, above 500 characters, or 500 saved already) or `not_found` (the source).
 */
export const saveQuestion = async (
  deps: ActionDeps,
  env: Envelope,
  { question: given, sourceId, heading, savedFrom }: SaveQuestion,
): Promise<{ readonly questionId: string }> => {
  assertMay(env.actor.role, "knowledge.write");
  const question = cleanText(given).replaceAll(/\s+/g, " ").trim();
  if (question === "" || question.length > 500) {
    throw refuse("A saved question has 1 to 500 characters.");
  }
  const runs = runsOf(question);
  const lang = runs.some(({ text }) => isCjk(text)) ? "zh" : "en";
  const saved = await deps.db.tenant(env.tenantId, async (tx) => {
    if (sourceId !== null && (await readSource(tx, sourceId)) === null) throw noSource();
    if ((await countOtherSavedQuestions(tx, question)) >= maxSavedQuestions) {
      throw refuse(`${maxSavedQuestions} questions are saved. Delete one that tells you nothing.`);
    }
    const id = uuidv7();
    if (env.dryRun) return { id, position: null };
    const authorName = env.actor.name ?? env.actor.kind;
    const row = { id, question, lang, sourceId, heading, savedFrom, authorName } as const;
    const target = await upsertSavedQuestion(tx, env.tenantId, row);
    const detail = { sourceId };
    const position = await recordTuningChange(tx, env, { type: "question.saved", target, detail });
    return { id: target, position };
  });
  if (saved.position !== null) announceLog(deps.bus, env.tenantId, saved.position);
  return { questionId: saved.id };
};

/** Deletes a saved question. Needs `knowledge.write`; refused as `not_found`. */
export const deleteQuestion = async (
  deps: ActionDeps,
  env: Envelope,
  { questionId }: { readonly questionId: string },
): Promise<void> => {
  assertMay(env.actor.role, "knowledge.write");
  if (env.dryRun) return;
  const position = await deps.db.tenant(env.tenantId, async (tx) => {
    if (!(await deleteSavedQuestionRow(tx, questionId))) {
      throw new ActionRefused({
        kind: "not_found",
        message: "There is no such saved question.",
      });
    }
    return recordTuningChange(tx, env, { type: "question.deleted", target: questionId });
  });
  announceLog(deps.bus, env.tenantId, position);
};

const refuse = (message: string) => new ActionRefused({ kind: "invalid", message });
