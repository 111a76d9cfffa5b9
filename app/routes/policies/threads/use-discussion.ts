import type { EditorView } from "@codemirror/view";
import { type RefObject, useCallback, useMemo, useRef, useState } from "react";
import type { WireError } from "#contract/ack.ts";
import type { DocThread } from "#contract/doc-thread.ts";
import { rangeOf, storedRange, type TextRange } from "#contract/text-place.ts";
import type { SharedDoc } from "#app/sync/docs/shared-doc.ts";
import {
  forkField,
  type Hunk,
  hunksOf,
  keepOfFork,
  pageAt,
  shownAt,
} from "../editor/forked-text.ts";
import { useDocThreads } from "../editor/use-doc-threads.ts";
import type { PlacedThread } from "./page-threads.tsx";
import { keyOf, useKeptFork } from "./use-kept-fork.ts";

type Input = {
  readonly policyId: string;
  readonly memberId: string;
  /** The page as it is written together; undefined while there is none. */
  readonly shared: SharedDoc | undefined;
  readonly view: RefObject<EditorView | null>;
  /** The page's text: where threads stand is looked up again when it changes. */
  readonly text: string;
};

const noThreads: readonly DocThread[] = [];

/** Comments and suggestions of a page: what there is, what is being written, and what one may do. */
export const useDiscussion = ({ policyId, memberId, shared, view, text }: Input) => {
  const live = useDocThreads(policyId, shared);
  const [openId, setOpenId] = useState<string | null>(null);
  const [commenting, setCommenting] = useState<(TextRange & { readonly quote: string }) | null>(
    null,
  );
  const opener = useRef<Element | null>(null);
  const { idOf, ...fork } = useKeptFork({ policyId, memberId, shared });
  const [problem, setProblem] = useState<WireError | null>(null);
  const threads = live?.threads ?? noThreads;

  const open = useMemo<readonly PlacedThread[]>(() => {
    const words = shared?.doc.getText("text");
    // The text names the moment; the document has its places.
    if (words === undefined || words.length !== text.length) return [];
    return threads
      .filter(({ state }) => state === "open")
      .map((thread) => {
        const range = rangeOf(words, thread);
        const isGone = range !== null && range.from === range.to && thread.quote !== "";
        return { thread, at: range === null || isGone ? null : range.from };
      })
      .toSorted((a, b) => (a.at ?? Infinity) - (b.at ?? Infinity));
  }, [threads, shared, text]);
  const decided = useMemo(
    () => threads.filter(({ state }) => state !== "open").toReversed(),
    [threads],
  );

  const act = useCallback(
    async (...asked: Parameters<NonNullable<typeof live>["act"]>) =>
      live === null ? offline : live.act(...asked),
    [live],
  );

  /** Begins a comment on what is selected, else on the line. */
  const comment = useCallback((): void => {
    const { current } = view;
    if (current === null) return;
    const { state } = current;
    const { main } = state.selection;
    const chosen = main.empty ? state.doc.lineAt(main.head) : main;
    const [from, to] = [pageAt(state, chosen.from), pageAt(state, chosen.to)];
    const quote = shared?.doc.getText("text").toJSON().slice(from, to) ?? "";
    opener.current = document.activeElement;
    setCommenting({ from, to, quote });
  }, [shared, view]);

  /** Ends the writing of a comment; whoever began it goes on where they were. */
  const stopCommenting = (): void => {
    setCommenting(null);
    if (opener.current instanceof HTMLElement) opener.current.focus();
  };

  const sendComment = async (body: string): Promise<WireError | null> => {
    if (commenting === null || shared === undefined) return offline;
    const range = storedRange(shared.doc.getText("text"), commenting);
    const id = idOf(keyOf(range, body));
    const refused = await act(id, { type: "comment", ...range, body });
    if (refused === null) {
      stopCommenting();
      setOpenId(id);
    }
    return refused;
  };

  /** Sends what stands beside the page; what is refused stays there. */
  const sendSuggestions = async (): Promise<void> => {
    const { current } = view;
    const beside = current?.state.field(forkField) ?? null;
    if (current === null || beside === null || shared === undefined) return;
    const words = shared.doc.getText("text");
    const keyFor = (hunk: Hunk) => keyOf(storedRange(words, hunk), hunk.proposed);
    const stored = new Set<string>();
    let refused: WireError | null = null;
    for (const hunk of hunksOf(beside)) {
      const key = keyFor(hunk);
      const { quote, proposed } = hunk;
      const suggestion = { type: "suggest", ...storedRange(words, hunk), quote, proposed } as const;
      const answer = await act(idOf(key), suggestion);
      if (answer === null) stored.add(key);
      else refused = answer;
    }
    setProblem(refused);
    const now = current.state.field(forkField);
    if (now === null) return;
    const rest = hunksOf(now).filter((hunk) => !stored.has(keyFor(hunk)));
    current.dispatch(keepOfFork(now, rest));
  };

  const showThread = (thread: DocThread): void => {
    const { current } = view;
    const words = shared?.doc.getText("text");
    const range = words === undefined ? null : rangeOf(words, thread);
    setOpenId(thread.id);
    if (current === null || range === null) return;
    const { state } = current;
    const selection = { anchor: shownAt(state, range.from), head: shownAt(state, range.to) };
    current.dispatch({ selection, scrollIntoView: true });
    current.focus();
  };

  return {
    threads,
    open,
    decided,
    openId,
    setOpenId,
    commenting,
    comment,
    sendComment,
    stopCommenting,
    ...fork,
    sendSuggestions,
    problem,
    act,
    showThread,
  };
};

const offline: WireError = { kind: "unavailable", message: "There is no connection." };
