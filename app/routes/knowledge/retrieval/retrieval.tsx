import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { data, useFetcher, useSearchParams } from "react-router";
import { fieldText } from "#app/server/field-text.ts";
import { isId } from "#app/server/is-id.ts";
import { requirePrincipal } from "#app/server/require-principal.ts";
import { HelpLink } from "#app/ui/help-link.tsx";
import { SearchIcon, UndoIcon } from "#app/ui/icons.tsx";
import { readAnswersToCheck } from "#db/reads/answers-to-check.ts";
import { readSavedQuestions } from "#db/reads/saved-questions.ts";
import { toWireError } from "#engine/actions/wire-error.ts";
import { checkAnswer } from "#engine/knowledge/tuning/check-answer.ts";
import { findGaps } from "#engine/knowledge/tuning/find-gaps.ts";
import { publishTuning } from "#engine/knowledge/tuning/publish-tuning.ts";
import { readLineState } from "#engine/knowledge/tuning/read-line-state.ts";
import { readTunings } from "#engine/knowledge/tuning/read-tunings.ts";
import { deleteQuestion, saveQuestion } from "#engine/knowledge/tuning/save-question.ts";
import { saveTuning } from "#engine/knowledge/tuning/save-tuning.ts";
import type { TriedQuestion } from "#engine/reply/try-question.ts";
import { may } from "#engine/tenancy/permissions.ts";
import { KnowledgeTabs } from "../knowledge-tabs.tsx";
import type { Route } from "./+types/retrieval.ts";
import { AlsoChanges } from "./also-changes.tsx";
import { AnswersToCheck } from "./answers-to-check.tsx";
import { Comparison } from "./comparison.tsx";
import { Figures } from "./figures.tsx";
import { History } from "./history.tsx";
import { NothingFound } from "./nothing-found.tsx";
import { figuresOf } from "./question-set.ts";
import { readTuning } from "./read-tuning.ts";
import { SaveDialog } from "./save-dialog.tsx";
import { SavedQuestions } from "./saved-questions.tsx";
import { SendLineEvidence } from "./send-line-evidence.tsx";
import { Pins, Synonyms } from "./tag-lists.tsx";
import { useTuningDraft } from "./tuning-draft.ts";
import { useAnswer } from "./use-answer.ts";
import { useKnowledgeChange } from "./use-knowledge-change.ts";
import { type Runs, useRuns } from "./use-runs.ts";
import { Weights } from "./weights.tsx";

export async function loader({ request, context }: Route.LoaderArgs) {
  const { read, services, principal } = requirePrincipal(request, context);
  const found = await read(async (tx) => {
    const tunings = await readTunings(tx);
    return {
      ...tunings,
      questions: await readSavedQuestions(tx),
      line: await readLineState(tx, tunings.production.tuning),
      toCheck: await readAnswersToCheck(tx, 3),
    };
  });
  const { open } = await findGaps(services.db, principal.tenantId, 7);
  return {
    ...found,
    nothingFound: open.slice(0, 3),
    workspace: principal.tenantId,
    mayWrite: may(principal.role, "knowledge.write"),
    mayCheck: may(principal.role, "knowledge.write") || may(principal.role, "conversations.write"),
  };
}

export async function action({ request, context }: Route.ActionArgs) {
  const { deps, envelope } = requirePrincipal(request, context);
  const form = await request.formData();
  const intent = form.get("intent");
  const act = envelope(crypto.randomUUID());
  try {
    if (intent === "save") {
      const saved = await saveTuning(deps, act, {
        tuning: readTuning(form),
        note: fieldText(form, "note"),
        baseVersion: Number(fieldText(form, "baseVersion")),
      });
      if (form.get("publish") === "yes") await publishTuning(deps, act, saved);
    } else if (intent === "publish") {
      await publishTuning(deps, act, { version: Number(fieldText(form, "version")) });
    } else if (intent === "check-right" || intent === "check-wrong") {
      const isRight = intent === "check-right";
      await checkAnswer(deps, act, { decisionId: idIn(form, "decisionId"), isRight });
    } else if (intent === "forget") {
      await deleteQuestion(deps, act, { questionId: idIn(form, "questionId") });
    } else {
      const heading = fieldText(form, "heading");
      await saveQuestion(deps, act, {
        question: fieldText(form, "question"),
        sourceId: idIn(form, "sourceId"),
        heading: heading === "" ? null : heading,
        savedFrom: "retrieval",
      });
    }
    return { problem: null };
  } catch (error) {
    const problem = toWireError(error);
    if (problem.kind === "internal") throw error;
    return data({ problem }, { status: 422 });
  }
}

const idIn = (form: FormData, name: string): string => {
  const value = fieldText(form, name);
  if (!isId(value)) throw data(null, { status: 404 });
  return value;
};

/** How long a question or a slider rests before it is asked, in milliseconds. */
const askAfterMs = 250;

export default function RetrievalPage({ loaderData }: Route.ComponentProps) {
  const { t } = useLingui();
  const { production, last, versions, moves, questions, nothingFound, mayWrite } = loaderData;
  const { line, toCheck, mayCheck } = loaderData;
  const [params, setParams] = useSearchParams();
  const draft = useTuningDraft(production, loaderData.workspace);
  const knowledge = useKnowledgeChange();
  const mark = useFetcher();
  const [question, setQuestion] = useState(params.get("q") ?? questions[0]?.question ?? "");
  const ask = (next: string) => {
    setQuestion(next);
    setParams(next === "" ? {} : { q: next }, { replace: true, preventScrollReset: true });
  };

  const saved = questions.find((one) => one.question === question.trim());
  const fieldsOf = (tuning: typeof production.tuning) =>
    question.trim() === ""
      ? null
      : {
          question: question.trim(),
          tuning: JSON.stringify(tuning),
          sourceId: saved?.sourceId ?? "",
          heading: saved?.heading ?? "",
          // Asked again when the knowledge has changed.
          knowledge: String(knowledge),
        };
  const path = "/knowledge/retrieval/try";
  const before = useAnswer<TriedQuestion>(path, fieldsOf(production.tuning), askAfterMs);
  const after = useAnswer<TriedQuestion>(path, fieldsOf(draft.tuning), askAfterMs);
  const ids = questions.map(({ id }) => id);
  const beforeRuns = useRuns(ids, production.tuning, knowledge);
  const afterRuns = useRuns(ids, draft.tuning, knowledge);
  const judged = ({ runs }: Runs) =>
    questions.flatMap(({ id, sourceId }) => {
      const run = runs.get(id);
      return run === undefined ? [] : [{ ...run, expects: sourceId !== null }];
    });
  /** Before anything is asked, the line in production stands for what is learnt. */
  const lineOf = ({ data: tried }: typeof after, { sendLine }: typeof production.tuning) => {
    if (tried !== null) return tried.preview.threshold;
    return typeof sendLine === "number" ? sendLine : line.line;
  };
  const preview = after.data?.preview;
  const titles = new Map([
    ...questions.flatMap(({ sourceId, sourceTitle }) =>
      sourceId === null || sourceTitle === null ? [] : [[sourceId, sourceTitle] as const],
    ),
    ...(after.data?.passages ?? []).map(({ sourceId, title }) => [sourceId, title] as const),
  ]);
  return (
    <main className="page" id="content">
      <title>{t`Retrieval · Xin`}</title>
      <header className="bar page-bar has-tabs">
        <h1>
          <Trans>Knowledge</Trans>
        </h1>
        <KnowledgeTabs />
        <span className="end row bar-acts">
          <HelpLink to="retrieval" />
          <History
            versions={versions}
            moves={moves}
            production={production.version}
            mayWrite={mayWrite}
          />
          <button type="button" className="btn" disabled={!draft.isChanged} onClick={draft.reset}>
            <UndoIcon size={14} />
            <Trans>Back to r{production.version}</Trans>
          </button>
          {mayWrite ? (
            <SaveDialog
              production={production}
              last={last}
              tuning={draft.tuning}
              isChanged={draft.isChanged}
            />
          ) : null}
        </span>
      </header>
      <div className="rt">
        <aside className="rt-side" aria-label={t`Questions`}>
          <SavedQuestions
            questions={questions}
            before={beforeRuns}
            after={afterRuns}
            asked={question}
            mayWrite={mayWrite}
            onAsk={ask}
          />
          <NothingFound clusters={nothingFound} mayWrite={mayWrite} />
        </aside>
        <div className="rt-main">
          <label className="inp ask">
            <SearchIcon />
            <input
              value={question}
              maxLength={500}
              aria-label={t`Question`}
              placeholder={t`Ask as a visitor would`}
              onChange={(event) => ask(event.target.value)}
            />
            <span className="end row xs i3 num">
              {after.data === null ? null : (
                <>
                  <span>
                    {after.data.locale === "zh" ? <Trans>Chinese</Trans> : <Trans>English</Trans>}
                  </span>
                  <span>{Math.round(after.data.ms)} ms</span>
                </>
              )}
            </span>
          </label>
          <Comparison
            version={production.version}
            before={{ tuning: production.tuning, answer: before }}
            after={{ tuning: draft.tuning, answer: after }}
            expected={saved ?? null}
            acts={
              mayWrite
                ? {
                    expect: ({ sourceId, heading }) =>
                      void mark.submit(
                        { intent: "expect", question, sourceId, heading: heading ?? "" },
                        { method: "post", action: "/knowledge/retrieval" },
                      ),
                    pin: ({ sourceId }) =>
                      draft.change({
                        pins: [
                          ...draft.tuning.pins.filter((pin) => pin.question !== question.trim()),
                          { question: question.trim(), sourceId },
                        ],
                      }),
                  }
                : null
            }
          />
          <Figures
            before={figuresOf(judged(beforeRuns), lineOf(before, production.tuning))}
            after={figuresOf(judged(afterRuns), lineOf(after, draft.tuning))}
            done={Math.min(beforeRuns.done, afterRuns.done)}
          />
        </div>
        <aside className="rt-side rt-tune" aria-label={t`Tuning`}>
          <Weights
            production={production}
            draft={draft}
            state={line}
            policyThreshold={preview?.policyThreshold === true ? preview.threshold : null}
          />
          <Synonyms production={production.tuning} draft={draft} />
          <Pins production={production.tuning} draft={draft} titles={titles} />
          <SendLineEvidence
            state={line}
            onPin={
              mayWrite && typeof draft.tuning.sendLine !== "number"
                ? (sendLine) => draft.change({ sendLine })
                : null
            }
          />
          <AnswersToCheck {...toCheck} mayCheck={mayCheck} />
          <AlsoChanges
            questions={questions}
            before={beforeRuns}
            after={afterRuns}
            kept={draft.tuning.passages}
            onAsk={ask}
          />
        </aside>
      </div>
    </main>
  );
}
