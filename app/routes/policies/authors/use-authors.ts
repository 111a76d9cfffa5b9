import type { EditorView } from "@codemirror/view";
import { type RefObject, useEffect, useState } from "react";
import type { SharedDoc } from "#app/sync/docs/shared-doc.ts";
import type { PolicyBlame } from "#engine/policy-blame/policy-blame.ts";
import { type AuthoredLine, beginAuthors, endAuthors, showAuthors } from "./author-gutter.ts";

/** What there is to say of the authors: nothing yet, of a line, or that they could not be read. */
export type AuthorsState =
  | { readonly kind: "reading" }
  | { readonly kind: "failed" }
  | { readonly kind: "line"; readonly at: AuthoredLine };

type Input = {
  readonly policyId: string;
  readonly view: RefObject<EditorView | null>;
  readonly shared: SharedDoc | undefined;
  /** The newest version: with another one, lines have other authors. */
  readonly newest: number;
};

/** Shows beside the editor who wrote which line, once somebody wants to know; until then nothing is asked. */
export const useAuthors = ({ policyId, view, shared, newest }: Input) => {
  const [isOn, setOn] = useState(false);
  const [state, setState] = useState<AuthorsState>({ kind: "reading" });
  useEffect(() => {
    const { current } = view;
    if (!isOn || current === null || shared === undefined) return undefined;
    const away = new AbortController();
    const body = new URLSearchParams({ text: current.state.doc.toString() });
    let isShown = false;
    const onLine = (at: AuthoredLine): void => {
      if (isShown) setState({ kind: "line", at });
    };
    setState({ kind: "reading" });
    current.dispatch({ effects: beginAuthors(current, onLine) });
    const read = async () => {
      const { signal } = away;
      const answer = await fetch(`/policies/${policyId}/authors`, { method: "POST", body, signal });
      if (!answer.ok) throw new Error(answer.statusText);
      const blame = (await answer.json()) as PolicyBlame;
      isShown = true;
      current.dispatch({ effects: showAuthors(blame) });
    };
    read().catch(() => {
      if (!away.signal.aborted) setState({ kind: "failed" });
    });
    return () => {
      away.abort();
      current.dispatch({ effects: endAuthors() });
    };
  }, [isOn, policyId, view, shared, newest]);
  return { isOn, state, toggle: () => setOn(!isOn) };
};
