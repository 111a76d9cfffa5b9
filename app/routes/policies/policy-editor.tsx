import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useCallback, useEffect, useId, useMemo, useRef, useState } from "react";
import type { EditorView } from "@codemirror/view";
import { useBlocker, useFetcher, useOutletContext } from "react-router";
import type { WireError } from "#contract/ack.ts";
import type { PageWords } from "#engine/policy/page-words.ts";
import { ErrorText } from "#app/ui/error-text.tsx";
import { CheckIcon, WarningIcon } from "#app/ui/icons.tsx";
import type { ShellContext } from "#app/ui/shell-context.ts";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { useAuthors } from "./authors/use-authors.ts";
import { EditorKeys } from "./editor/editor-keys.tsx";
import { PageEditor, offsetOf } from "./editor/page-editor.tsx";
import { PagePeople } from "./editor/page-people.tsx";
import { PageRefusal } from "./editor/page-refusal.tsx";
import { replaceText } from "./editor/replace-text.ts";
import { PageThreads } from "./threads/page-threads.tsx";
import { PageTools } from "./threads/page-tools.tsx";
import { useDiscussion } from "./threads/use-discussion.ts";
import { useSavedElsewhere } from "./editor/use-saved-elsewhere.ts";
import { useSharedDoc } from "./editor/use-shared-doc.ts";

/** A problem of a policy page, in both languages. Line and column from 1. */
export type Problem = {
  readonly line: number;
  readonly column: number;
  readonly en: string;
  readonly zh: string;
};

type Answer = { readonly problems?: readonly Problem[]; readonly problem?: WireError };
type Props = {
  readonly policyId: string;
  readonly version: {
    readonly version: number;
    readonly text: string;
    readonly authorName: string;
  };
  /** The newest version when the page was loaded: a colleague's newer one is not overwritten. */
  readonly newest: number;
  readonly mayWrite: boolean;
  /** What may be offered to who writes. */
  readonly words: PageWords;
  /** Tells every change of the text. */
  readonly onText: (text: string) => void;
};

const none: readonly Problem[] = [];

/** How long typing pauses before the page is checked, in milliseconds. */
const checkAfterMs = 400;

/**
 * The policy's text, checked as it is typed, saved as a new version. The newest one is written together;
 * an earlier one is a text of its own, which may be saved as the newest again.
 */
export function PolicyEditor({ policyId, version, newest, mayWrite, words, onText }: Props) {
  const { t, i18n } = useLingui();
  const check = useFetcher<Answer>();
  const save = useFetcher<Answer>();
  const { member } = useOutletContext<ShellContext>();
  const savedElsewhere = useSavedElsewhere(policyId, newest);
  const live = useSharedDoc(version.version === newest ? policyId : null, member.id);
  // Nothing more is written on top of what the page did not take.
  const mayType =
    live !== null &&
    live.state.mayWrite &&
    live.state.refused === null &&
    // The role as it is kept in the browser may be an old one.
    (mayWrite || live.state.status !== "offline");
  const view = useRef<EditorView>(null);
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
  const note = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // What is saved has its note; the next version will have another.
    if (!saving && !changed && note.current !== null) note.current.value = "";
  }, [saving, changed]);
  const talk = useDiscussion({ policyId, memberId: member.id, shared: live?.shared, view, text });
  const authors = useAuthors({ policyId, view, shared: live?.shared, newest });
  const keysId = useId();
  const isUnsaved = changed && !saving && live === null;
  useBlocker(({ currentLocation, nextLocation }) => {
    if (currentLocation.pathname === nextLocation.pathname) return false;
    return isUnsaved && !confirm(t`Leave without saving? Your changes to this policy are lost.`);
  });
  useEffect(() => {
    if (!isUnsaved) return undefined;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", warn);
    return () => removeEventListener("beforeunload", warn);
  }, [isUnsaved]);

  const write = useCallback(
    (value: string): void => {
      setText(value);
      onText(value);
    },
    [onText],
  );
  const lines = useMemo(() => text.split("\n").length, [text]);
  // The check of what stands there now outlives what was wrong with the text sent before.
  const found = changed ? (check.data ?? save.data)?.problems : undefined;
  const { locale } = i18n;
  const problems = found ?? none;
  const marks = useMemo(
    () =>
      problems.map(({ line, column, en, zh }) => ({
        line,
        column,
        text: locale === "zh" ? zh : en,
      })),
    [problems, locale],
  );
  const bad = new Set(problems.map(({ line }) => line));
  const count = problems.length;
  const goTo = ({ line, column }: Problem): void => {
    const { current: together } = view;
    if (together !== null) {
      together.dispatch({
        selection: { anchor: offsetOf(together.state, line, column) },
        scrollIntoView: true,
      });
      together.focus();
    }
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
  const hasThreads = live !== null && (talk.threads.length > 0 || talk.commenting !== null);
  return (
    <save.Form method="post" className="policy-main">
      <input type="hidden" name="intent" value="save" />
      <input type="hidden" name="baseVersion" value={newest} />
      {live === null ? null : (
        <PagePeople
          state={live.state}
          memberId={member.id}
          unsaved={changed && mayType ? version.version : null}
          saved={savedElsewhere === null || version.authorName === member.name ? null : version}
          policyId={policyId}
          onReset={() => view.current !== null && replaceText(view.current, version.text)}
        />
      )}
      {live === null || live.state.refused === null ? null : (
        <PageRefusal
          refused={live.state.refused}
          words={live.shared.unsentWords()}
          hasUnsent={live.state.unsent > 0}
          onRetry={live.shared.retry}
          onDiscard={() => void live.discard()}
        />
      )}
      {live === null || !mayType ? null : (
        <PageTools
          policyId={policyId}
          authors={authors}
          isSuggesting={talk.isSuggesting}
          unsent={talk.unsent}
          problem={talk.problem}
          onComment={talk.comment}
          onSuggest={talk.setSuggesting}
          onSend={() => void talk.sendSuggestions()}
        />
      )}
      <div className={hasThreads ? "page-beside has-threads" : "page-beside"}>
        <div className="policy-editor">
          {live === null ? (
            <>
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
                readOnly={!mayWrite || version.version === newest}
                rows={lines + 1}
                value={text}
                onChange={({ target }) => write(target.value)}
              />
            </>
          ) : (
            <>
              <input type="hidden" name="text" value={text} />
              <input type="hidden" name="writtenIn" value="page" />
              <PageEditor
                shared={live.shared}
                mayWrite={mayType}
                peers={live.state.peers}
                problems={marks}
                label={t`Text of the policy`}
                describedBy={keysId}
                words={words}
                threads={talk.threads}
                openThread={talk.openId}
                onThread={talk.setOpenId}
                isSuggesting={talk.isSuggesting && mayType}
                placeKept={talk.placeKept}
                onFork={talk.noteFork}
                onComment={talk.comment}
                onText={write}
                view={view}
              />
            </>
          )}
        </div>
        {hasThreads ? (
          <PageThreads
            open={talk.open}
            decided={talk.decided}
            commenting={talk.commenting}
            openId={talk.openId}
            memberId={member.id}
            mayWrite={mayType}
            act={talk.act}
            onComment={talk.sendComment}
            onCancel={talk.stopCommenting}
            onShow={talk.showThread}
          />
        ) : null}
      </div>
      {live === null ? null : <EditorKeys id={keysId} />}
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
            ref={note}
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
          <SubmitButton
            className="btn pri lg"
            isOff={!changed || saving || live?.state.refused?.kind === "forbidden"}
          >
            <Trans>Save as new version</Trans>
          </SubmitButton>
        </div>
      ) : (
        <p className="xs i3">
          <Trans>You can read this policy. Authors and admins write it.</Trans>
        </p>
      )}
    </save.Form>
  );
}
