import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useFetcher } from "react-router";
import type { SavedQuestion } from "#db/reads/saved-questions.ts";
import { TrashIcon } from "#app/ui/icons.tsx";
import { movement } from "./question-set.ts";
import type { Runs } from "./use-runs.ts";

type Props = {
  readonly questions: readonly SavedQuestion[];
  readonly before: Runs;
  readonly after: Runs;
  readonly asked: string;
  readonly mayWrite: boolean;
  onAsk(question: string): void;
};

/** The questions a tuning is compared on, each with the place of its passage before and after. */
export function SavedQuestions({ questions, before, after, asked, mayWrite, onAsk }: Props) {
  const { t } = useLingui();
  const [shows, setShows] = useState<"moved" | "all">("all");
  const placed = questions.map((question) => ({
    question,
    from: before.runs.get(question.id)?.place ?? null,
    to: after.runs.get(question.id)?.place ?? null,
  }));
  const moved = placed.filter(({ from, to }) => movement(from, to) !== "same");
  const listed = shows === "all" ? placed : moved;
  const isRunning = before.done < 1 || after.done < 1;
  return (
    <section className="saved" aria-labelledby="saved-h">
      <header className="row side-h">
        <h2 id="saved-h">
          <Trans>Saved questions</Trans>
        </h2>
        <span className="cnt">{questions.length}</span>
        <span className="end seg" role="group" aria-label={t`Which questions`}>
          <Choice on={shows === "moved"} onChoose={() => setShows("moved")}>
            <Trans>Moved {moved.length}</Trans>
          </Choice>
          <Choice on={shows === "all"} onChoose={() => setShows("all")}>
            <Trans>All</Trans>
          </Choice>
        </span>
      </header>
      <ul className="saved-list" aria-busy={isRunning}>
        {listed.map(({ question, from, to }) => (
          <li key={question.id} className={question.question === asked ? "on" : undefined}>
            <button
              type="button"
              className="saved-q"
              aria-current={question.question === asked ? "true" : undefined}
              onClick={() => onAsk(question.question)}
            >
              <span className="tr grow" lang={question.lang} title={question.question}>
                {question.question}
              </span>
              <Places from={from} to={to} />
            </button>
            {mayWrite ? <Forget question={question} /> : null}
          </li>
        ))}
      </ul>
      {questions.length === 0 ? (
        <p className="xs i3 side-note">
          <Trans>
            Ask something on the right and mark the passage that should come first: the question is
            saved, and every change is measured on it.
          </Trans>
        </p>
      ) : shows === "moved" && moved.length === 0 ? (
        <p className="xs i3 side-note">
          <Trans>No question has moved.</Trans>
        </p>
      ) : null}
    </section>
  );
}

function Choice({
  on,
  onChoose,
  children,
}: {
  readonly on: boolean;
  onChoose(): void;
  readonly children: React.ReactNode;
}) {
  return (
    <button type="button" className={on ? "on" : undefined} aria-pressed={on} onClick={onChoose}>
      {children}
    </button>
  );
}

const colours = { up: "c-ok-t", down: "c-bad-t", same: "i3" } as const;

function Places({ from, to }: { readonly from: number | null; readonly to: number | null }) {
  const { t } = useLingui();
  const [before, after] = [from ?? "–", to ?? "–"];
  return (
    <span
      className={`xs num places ${colours[movement(from, to)]}`}
      aria-label={t`Place ${before}, then ${after}`}
      role="img"
    >
      {before} → {after}
    </span>
  );
}

function Forget({ question }: { readonly question: SavedQuestion }) {
  const { t } = useLingui();
  const fetcher = useFetcher();
  return (
    <fetcher.Form method="post" action="/knowledge/retrieval" className="saved-x">
      <input type="hidden" name="questionId" value={question.id} />
      <button
        type="submit"
        name="intent"
        value="forget"
        className="ib sm"
        disabled={fetcher.state !== "idle"}
        title={t`Delete`}
        aria-label={t`Delete the saved question ${question.question}`}
      >
        <TrashIcon size={12} />
      </button>
    </fetcher.Form>
  );
}
