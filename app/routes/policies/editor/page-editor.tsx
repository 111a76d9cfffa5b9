import { autocompletion } from "@codemirror/autocomplete";
import { defaultKeymap, history, redo, undo as undoFork } from "@codemirror/commands";
import { nextDiagnostic, previousDiagnostic, setDiagnostics } from "@codemirror/lint";
import { Compartment, EditorState } from "@codemirror/state";
import { EditorView, drawSelection, keymap, lineNumbers } from "@codemirror/view";
import { useEffect, useRef } from "react";
import * as Y from "yjs";
import type { DocPeer } from "#contract/doc.ts";
import type { DocThread } from "#contract/doc-thread.ts";
import { placeOf } from "#contract/text-place.ts";
import type { SharedDoc } from "#app/sync/docs/shared-doc.ts";
import type { PageWords } from "#engine/policy/page-words.ts";
import { pageNonce } from "#app/ui/nonce.ts";
import { authorsSlot } from "../authors/author-gutter.ts";
import { bindText, typed } from "./bind-text.ts";
import { completePage } from "./complete-page.ts";
import { headingMarks } from "./heading-marks.ts";
import {
  beginFork,
  endFork,
  forkField,
  type Hunk,
  hunksOf,
  keepOfFork,
  pageAt,
  shownAt,
} from "./forked-text.ts";
import type { PlacedWords } from "../threads/use-kept-fork.ts";
import { forkMarks } from "./fork-marks.ts";
import { drawPeers, peerCursors, setPeers } from "./peer-cursors.ts";
import { drawThreads, setThreads, threadMarks } from "./thread-marks.ts";

/** A place in the page, from 1, and what is wrong there. */
export type PageProblem = {
  readonly line: number;
  readonly column: number;
  readonly text: string;
};

type Props = {
  readonly shared: SharedDoc;
  readonly mayWrite: boolean;
  readonly peers: readonly DocPeer[];
  readonly problems: readonly PageProblem[];
  readonly label: string;
  /** Id of what tells its keys. */
  readonly describedBy: string;
  /** What is offered to who writes. */
  readonly words: PageWords;
  /** What is said about the page and suggested for it, and which of them is looked at. */
  readonly threads: readonly DocThread[];
  readonly openThread: string | null;
  readonly onThread: (threadId: string) => void;
  /** Whether what is typed stays beside the page, to be suggested. */
  readonly isSuggesting: boolean;
  /** What was written beside the page before: it stands there again when one goes on suggesting. */
  readonly placeKept: () => readonly PlacedWords[];
  /** Hears what stands beside the page; null when nothing can. */
  readonly onFork: (hunks: readonly Hunk[] | null) => void;
  /** The keys for a comment were pressed. */
  readonly onComment: () => void;
  readonly onText: (text: string) => void;
  /** Where the problem list finds the editor. */
  readonly view: { current: EditorView | null };
};

/** The page as several write it: their cursors, what is wrong where, and an undo of one's own words. */
export function PageEditor(props: Props) {
  const {
    shared,
    mayWrite,
    peers,
    problems,
    label,
    describedBy,
    view,
    threads,
    openThread,
    isSuggesting,
  } = props;
  const host = useRef<HTMLDivElement>(null);
  const access = useRef(new Compartment());
  const past = useRef(new Compartment());
  const hear = useRef(props);
  useEffect(() => void (hear.current = props));

  useEffect(() => {
    const parent = host.current;
    if (parent === null) return undefined;
    const text = shared.doc.getText("text");
    const undo = new Y.UndoManager(text, { trackedOrigins: new Set([typed]) });
    // Beside the page the editor has a past of its own; in the page only one's own words are taken back.
    const did = (act: () => unknown, beside: (on: EditorView) => boolean) => (on: EditorView) => {
      if (on.state.readOnly) return true;
      if (on.state.field(forkField) === null) act();
      else beside(on);
      return true;
    };
    const redone = did(() => undo.redo(), redo);
    const opened = new EditorView({
      parent,
      state: EditorState.create({
        doc: text.toJSON(),
        extensions: [
          EditorView.cspNonce.of(pageNonce()),
          EditorState.lineSeparator.of("\n"),
          EditorView.clipboardInputFilter.of((pasted) => pasted.replaceAll(/\r\n?/g, "\n")),
          lineNumbers(),
          drawSelection(),
          EditorView.lineWrapping,
          EditorView.scrollMargins.of(coveredByBars),
          keymap.of([
            { key: "Mod-z", run: did(() => undo.undo(), undoFork), preventDefault: true },
            { key: "Mod-Shift-z", run: redone, preventDefault: true },
            { key: "Mod-y", run: redone, preventDefault: true },
            { key: "Mod-Alt-m", run: () => (hear.current.onComment(), true), preventDefault: true },
            { key: "F8", run: nextDiagnostic, shift: previousDiagnostic },
            ...defaultKeymap,
          ]),
          autocompletion({
            override: [(at) => completePage(hear.current.words, at)],
            icons: false,
          }),
          EditorView.contentAttributes.of({
            "aria-label": label,
            "aria-describedby": describedBy,
            spellcheck: "false",
          }),
          access.current.of([]),
          past.current.of([]),
          authorsSlot.of([]),
          forkField,
          bindText(text),
          headingMarks,
          threadMarks,
          forkMarks,
          peerCursors,
          EditorView.domEventHandlers({
            click: ({ target }) => {
              const marked = target instanceof Element ? target.closest("[data-thread]") : null;
              const id = marked instanceof HTMLElement ? marked.dataset["thread"] : undefined;
              if (id !== undefined) hear.current.onThread(id);
            },
          }),
          EditorView.updateListener.of((update) => {
            const { state, startState } = update;
            const fork = state.field(forkField);
            if (fork !== startState.field(forkField)) {
              hear.current.onFork(fork === null ? null : hunksOf(fork));
            }
            if (update.docChanged) hear.current.onText(text.toJSON());
            if (!update.selectionSet && !update.docChanged && !update.focusChanged) return;
            const { anchor, head } = state.selection.main;
            shared.point({
              anchor: placeOf(text, pageAt(state, anchor)),
              head: placeOf(text, pageAt(state, head)),
            });
          }),
        ],
      }),
    });
    view.current = opened;
    hear.current.onText(text.toJSON());
    return () => {
      view.current = null;
      opened.destroy();
      undo.destroy();
    };
  }, [shared, label, describedBy, view]);

  useEffect(() => {
    const writable = [EditorState.readOnly.of(!mayWrite), EditorView.editable.of(true)];
    view.current?.dispatch({ effects: access.current.reconfigure(writable) });
  }, [mayWrite, shared, view]);

  useEffect(() => {
    const { current } = view;
    if (current === null) return;
    const fork = current.state.field(forkField);
    if (isSuggesting && fork === null) {
      const kept = hear.current.placeKept();
      current.dispatch({ effects: past.current.reconfigure(history()) }, beginFork(current.state));
      const begun = current.state.field(forkField);
      if (begun !== null && kept.length > 0) current.dispatch(keepOfFork(begun, kept));
    } else if (!isSuggesting && fork !== null) {
      current.dispatch({ effects: past.current.reconfigure([]) }, endFork(fork));
    }
  }, [isSuggesting, shared, view]);

  useEffect(() => {
    const { current } = view;
    if (current === null) return;
    const at = (offset: number) => shownAt(current.state, offset);
    const text = shared.doc.getText("text");
    current.dispatch({ effects: setPeers.of(drawPeers(text, peers, at)) });
  }, [peers, shared, view]);

  useEffect(() => {
    const { current } = view;
    if (current === null) return;
    const at = (offset: number) => shownAt(current.state, offset);
    const text = shared.doc.getText("text");
    current.dispatch({ effects: setThreads.of(drawThreads(text, threads, openThread, at)) });
  }, [threads, openThread, isSuggesting, shared, view]);

  useEffect(() => {
    const { current } = view;
    if (current === null) return;
    // They are told of the page, whose lines the editor does not show while something stands beside it.
    const found = (isSuggesting ? [] : problems).map(({ line, column, text }) => {
      const from = offsetOf(current.state, line, column);
      const to = Math.max(from, current.state.doc.lineAt(from).to);
      return { from, to, severity: "error" as const, message: text };
    });
    current.dispatch(setDiagnostics(current.state, found));
  }, [problems, isSuggesting, view]);

  return <div className="page-editor" ref={host} />;
}

/**
 * What the bars above and below cover of the editor just now, in CSS pixels: there the editor neither leaves the
 * caret nor shows what belongs to it, such as words that are offered.
 */
const coveredByBars = ({ dom }: EditorView) => {
  const { top, bottom } = dom.getBoundingClientRect();
  return {
    top: within(bars.top - top, bars.top),
    bottom: within(bottom + bars.bottom - innerHeight, bars.bottom),
  };
};

/** Heights in pixels. */
const bars = { top: 96, bottom: 88 };

const within = (px: number, most: number) => Math.min(most, Math.max(0, px));

/** A place in the page as an offset; the nearest there is when the page has changed since. */
export const offsetOf = ({ doc }: EditorState, line: number, column: number): number => {
  const { from, to } = doc.line(Math.min(Math.max(1, line), doc.lines));
  return Math.min(from + column - 1, to);
};
