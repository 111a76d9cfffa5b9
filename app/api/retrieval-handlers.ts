import { Effect } from "effect";
import { HttpApiBuilder } from "effect/http-api";
import { readAnswersToCheck } from "#db/reads/answers-to-check.ts";
import { readSavedQuestions } from "#db/reads/saved-questions.ts";
import type { Envelope } from "#engine/actions/envelope.ts";
import { checkAnswer } from "#engine/knowledge/tuning/check-answer.ts";
import { findGaps } from "#engine/knowledge/tuning/find-gaps.ts";
import { dismissGap, draftArticle } from "#engine/knowledge/tuning/handle-gap.ts";
import { readProductionTuning } from "#engine/knowledge/tuning/production-tuning.ts";
import { publishTuning } from "#engine/knowledge/tuning/publish-tuning.ts";
import { readLineState } from "#engine/knowledge/tuning/read-line-state.ts";
import { readTunings } from "#engine/knowledge/tuning/read-tunings.ts";
import { deleteQuestion, saveQuestion } from "#engine/knowledge/tuning/save-question.ts";
import { saveTuning } from "#engine/knowledge/tuning/save-tuning.ts";
import { tryQuestion } from "#engine/reply/try-question.ts";
import type { Services } from "#engine/runtime/services.ts";
import { actAsCaller, lookAsCaller } from "./act-as-caller.ts";
import { api } from "./api.ts";
import { readAsCaller } from "./read-as-caller.ts";

/** Answers the retrieval group. */
export const retrievalHandlers = (services: Services) => {
  const { db } = services;
  const act = <T>(run: (envelope: Envelope) => Promise<T>) => actAsCaller(services, run);
  const look = <T>(run: (tenantId: string) => Promise<T>) =>
    lookAsCaller(services, "knowledge.read", run);

  return HttpApiBuilder.group(api, "retrieval", (handlers) =>
    Effect.succeed(
      handlers.handleAll({
        versions: () =>
          readAsCaller(services, "knowledge.read", async (tx) => {
            const { production, last, versions } = await readTunings(tx);
            return { production: production.version, last, versions };
          }),
        save: ({ payload: { note = null, ...tuning } }) =>
          act((envelope) => saveTuning(services, envelope, { ...tuning, note })),
        publish: ({ payload }) =>
          act(async (envelope) => {
            const { version } = await publishTuning(services, envelope, payload);
            return { version };
          }),
        sendLine: () =>
          readAsCaller(services, "knowledge.read", async (tx) =>
            readLineState(tx, await readProductionTuning(tx)),
          ),
        checks: () => readAsCaller(services, "knowledge.read", (tx) => readAnswersToCheck(tx, 50)),
        check: ({ params, payload }) =>
          act((envelope) => checkAnswer(services, envelope, { ...params, ...payload })),
        questions: () =>
          readAsCaller(services, "knowledge.read", async (tx) => ({
            questions: await readSavedQuestions(tx),
          })),
        saveQuestion: ({ payload: { heading = null, ...question } }) =>
          act((envelope) =>
            saveQuestion(services, envelope, { ...question, heading, savedFrom: "api" }),
          ),
        deleteQuestion: ({ params }) =>
          act((envelope) => deleteQuestion(services, envelope, params)),
        try: ({ payload: { question, tuning } }) =>
          look(async (tenantId) => {
            const used = tuning ?? (await db.tenant(tenantId, (tx) => readProductionTuning(tx)));
            const asked = { question, tuning: used, expected: null };
            const { passages, preview } = await tryQuestion(db, tenantId, asked);
            const { outcome, text, confidence, threshold } = preview;
            return { passages, outcome, text, confidence, threshold };
          }),
        unanswered: ({ query }) =>
          look(async (tenantId) => {
            const { open } = await findGaps(db, tenantId, query.days === "30" ? 30 : 7);
            return { clusters: open };
          }),
        dismiss: ({ params }) => act((envelope) => dismissGap(services, envelope, params)),
        draft: ({ params }) => act((envelope) => draftArticle(services, envelope, params)),
      }),
    ),
  );
};
