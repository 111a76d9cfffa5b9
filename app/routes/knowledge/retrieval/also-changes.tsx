import { Plural, Trans } from "@lingui/react/macro";
import type { SavedQuestion } from "#db/reads/saved-questions.ts";
import { RefreshIcon } from "#app/ui/icons.tsx";
import { movement } from "./question-set.ts";
import type { Runs } from "./use-runs.ts";

type Props = {
  readonly questions: readonly SavedQuestion[];
  readonly before: Runs;
  readonly after: Runs;
  /** Passages the model reads after the changes. */
  readonly kept: number;
  onAsk(question: string): void;
};

/** Says what gets worse: an author who mends one question should know which others pay for it. */
export function AlsoChanges({ questions, before, after, kept, onAsk }: Props) {
  const worse = questions.flatMap((question) => {
    const from = before.runs.get(question.id)?.place ?? null;
    const to = after.runs.get(question.id)?.place ?? null;
    return movement(from, to) === "down" ? [{ question, from, to }] : [];
  });
  const [first] = worse;
  if (first === undefined) return null;
  const { question, from, to } = first;
  const reaches = worse.every((one) => one.to !== null && one.to <= kept);
  const words = question.question;
  const [was, is] = [from ?? "–", to ?? "–"];
  return (
    <section className="card also">
      <h2 className="row m">
        <RefreshIcon size={14} />
        <Trans>Also changes</Trans>
      </h2>
      <p className="xs i2">
        <Plural
          value={worse.length}
          one="# question gets worse:"
          other="# questions get worse, first of all:"
        />{" "}
        <Trans>
          “{words}”, {was} → {is}.
        </Trans>{" "}
        {reaches ? (
          <Trans>The right passages still reach the model.</Trans>
        ) : (
          <Trans>Not every right passage still reaches the model.</Trans>
        )}
      </p>
      <button type="button" className="btn sm" onClick={() => onAsk(words)}>
        <Trans>Look at it</Trans>
      </button>
    </section>
  );
}
