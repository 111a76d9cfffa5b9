import { defaultKeymap } from "@codemirror/commands";
import { nextDiagnostic, previousDiagnostic, setDiagnostics } from "@codemirror/lint";
import { Compartment, EditorState } from "@codemirror/state";
import { EditorView, drawSelection, keymap, lineNumbers } from "@codemirror/view";
import { useEffect, useRef } from "react";
import * as Y from "yjs";
import type { DocPeer } from "#contract/doc.ts";
import type { SharedDoc } from "#app/sync/docs/shared-doc.ts";
import { pageNonce } from "#app/ui/nonce.ts";
import { bindText, typed } from "./bind-text.ts";
import { headingMarks } from "./heading-marks.ts";
import { drawPeers, peerCursors, placeOf, setPeers } from "./peer-cursors.ts";

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
  readonly onText: (text: string) => void;
  /** Where the problem list finds the editor. */
  readonly view: { current: EditorView | null };
};

/** The page as several write it: their cursors, what is wrong where, and an undo of one's own words. */
export function PageEditor({ shared, mayWrite, peers, problems, label, onText, view }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const access = useRef(new Compartment());
  const hear = useRef(onText);
  useEffect(() => void (hear.current = onText), [onText]);

  useEffect(() => {
    const parent = host.current;
    if (parent === null) return undefined;
    const text = shared.doc.getText("text");
    const undo = new Y.UndoManager(text, { trackedOrigins: new Set([typed]) });
    const did = (act: () => unknown) => (on: EditorView) => {
      if (!on.state.readOnly) act();
      return true;
    };
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
          keymap.of([
            { key: "Mod-z", run: did(() => undo.undo()), preventDefault: true },
            { key: "Mod-Shift-z", run: did(() => undo.redo()), preventDefault: true },
            { key: "Mod-y", run: did(() => undo.redo()), preventDefault: true },
            { key: "F8", run: nextDiagnostic, shift: previousDiagnostic },
            ...defaultKeymap,
          ]),
          EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false" }),
          access.current.of([]),
          bindText(text),
          headingMarks,
          peerCursors,
          EditorView.updateListener.of((update) => {
            if (update.docChanged) hear.current(text.toJSON());
            if (!update.selectionSet && !update.docChanged && !update.focusChanged) return;
            const { anchor, head } = update.state.selection.main;
            shared.point({ anchor: placeOf(text, anchor), head: placeOf(text, head) });
          }),
        ],
      }),
    });
    view.current = opened;
    hear.current(text.toJSON());
    return () => {
      view.current = null;
      opened.destroy();
      undo.destroy();
    };
  }, [shared, label, view]);

  useEffect(() => {
    const writable = [EditorState.readOnly.of(!mayWrite), EditorView.editable.of(true)];
    view.current?.dispatch({ effects: access.current.reconfigure(writable) });
  }, [mayWrite, shared, view]);

  useEffect(() => {
    view.current?.dispatch({ effects: setPeers.of(drawPeers(shared.doc, peers)) });
  }, [peers, shared, view]);

  useEffect(() => {
    const { current } = view;
    if (current === null) return;
    const found = problems.map(({ line, column, text }) => {
      const from = offsetOf(current.state, line, column);
      const to = Math.max(from, current.state.doc.lineAt(from).to);
      return { from, to, severity: "error" as const, message: text };
    });
    current.dispatch(setDiagnostics(current.state, found));
  }, [problems, view]);

  return <div className="page-editor" ref={host} />;
}

/** A place in the page as an offset; the nearest there is when the page has changed since. */
export const offsetOf = ({ doc }: EditorState, line: number, column: number): number => {
  const { from, to } = doc.line(Math.min(Math.max(1, line), doc.lines));
  return Math.min(from + column - 1, to);
};
