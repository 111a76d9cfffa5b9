import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useMemo, useRef, useState } from "react";
import { useBlocker, useFetcher } from "react-router";
import type { WireError } from "#contract/ack.ts";
import { ErrorText } from "#app/ui/error-text.tsx";
import { CheckIcon, WarningIcon } from "#app/ui/icons.tsx";

/** A problem of a policy page, in both languages. Line and column from 1. */
export type Problem = {
  readonly line: number;
  readonly column: number;
  readonly en: string;
  readonly zh: string;
};

type Answer = { readonly problems?: readonly Problem[]; readonly problem?: WireError };
type Props = {
  readonly version: { readonly version: number; readonly text: string };
  /** The newest version when the page was loaded: a colleague's newer one is not overwritten. */
  readonly newest: number;
  readonly mayWrite: boolean;
  /** Tells every change of the text. */
  readonly onText: (text: string) => void;
};

/** How long typing pauses before the page is checked, in milliseconds. */
const checkAfterMs = 400;

/** The policy's text with line numbers, checked as it is typed, saved as a new version. */
export function PolicyEditor({ version, newest, mayWrite, onText }: Props) {
  const { t, i18n } = useLingui();
  const check = useFetcher<Answer>();
  const save = useFetcher<Answer>();
  const area = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState(version.text);
  const changed = text !== version.text;
  const { submit } = check;
  useEffect(() => {
    if (!changed) return undefined;
    const timer = setTimeout(
      () => void submit({ intent: "check", text }, { method: "post" }),
      checkAfterMs,
    );
    return () => clearTimeout(timer);
  }, [text, changed, submit]);
  const saving = save.state !== "idle";
  useBlocker(({ currentLocation, nextLocation }) =>
    changed && !saving && currentLocation.pathname !== nextLocation.pathname
      ? !confirm(t`Leave without saving? Your changes to this policy are lost.`)
      : false,
  );
  useEffect(() => {
    if (!changed) return undefined;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", warn);
    return () => removeEventListener("beforeunload", warn);
  }, [changed]);

  const lines = useMemo(() => text.split("\n").length, [text]);
  // The check of what stands there now outlives what was wrong with the text sent before.
  const problems = (changed ? (check.data ?? save.data)?.problems : undefined) ?? [];
  const bad = new Set(problems.map(({ line }) => line));
  const count = problems.length;
  const goTo = ({ line, column }: Problem): void => {
    const field = area.current;
    if (field === null) return;
    const start =
      text
        .split("\n")
        .slice(0, line - 1)
        .join("\n").length +
      (line > 1 ? 1 : 0) +
      column -
      1;
    field.focus();
    field.setSelectionRange(start, start);
  };
  return (
    <save.Form method="post" className="policy-main">
      <input type="hidden" name="intent" value="save" />
      <input type="hidden" name="baseVersion" value={newest} />
      <div className="policy-editor">
        <div className="policy-lines" aria-hidden="true">
          {Array.from({ length: lines }, (_, index) => (
            <span key={index} className={bad.has(index + 1) ? "is-bad" : undefined}>
              {index + 1}
            </span>
          ))}
        </div>
        <textarea
          ref={area}
          name="text"
          aria-label={t`Text of the policy`}
          spellCheck={false}
          readOnly={!mayWrite}
          rows={lines + 1}
          value={text}
          onChange={({ target: { value } }) => {
            setText(value);
            onText(value);
          }}
        />
      </div>
      <div className="policy-problems" aria-live="polite">
        {problems.map((problem) => (
          <button
            key={`${problem.line}-${problem.column}-${problem.en}`}
            type="button"
            className="inl bad"
            onClick={() => goTo(problem)}
          >
            <WarningIcon />
            <span>
              <b className="num">
                <Trans>Line {problem.line}</Trans>
              </b>{" "}
              {i18n.locale === "zh" ? problem.zh : problem.en}
            </span>
          </button>
        ))}
        {save.data?.problem === undefined ? null : (
          <p className="inl bad">
            <WarningIcon />
            <ErrorText error={save.data.problem} />
          </p>
        )}
      </div>
      {mayWrite ? (
        <div className="policy-save">
          <input
            className="field grow"
            name="note"
            maxLength={500}
            aria-label={t`What changed`}
            placeholder={t`What changed, for your colleagues`}
          />
          <span className="xs i3">
            {count > 0 ? (
              <Plural value={count} one="# problem" other="# problems" />
            ) : changed && check.data !== undefined && check.state === "idle" ? (
              <span className="st ok">
                <CheckIcon size={12} />
                <Trans>Reads well</Trans>
              </span>
            ) : null}
          </span>
          <button type="submit" className="btn pri lg" disabled={!changed || saving}>
            <Trans>Save as new version</Trans>
          </button>
        </div>
      ) : (
        <p className="xs i3">
          <Trans>You can read this policy. Authors and admins write it.</Trans>
        </p>
      )}
    </save.Form>
  );
}
