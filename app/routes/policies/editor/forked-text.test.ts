import { ChangeSet, EditorState, type TransactionSpec } from "@codemirror/state";
import { array, assert, nat, oneof, property, record, string } from "fast-check";
import { expect, it } from "vitest";
import {
  beginFork,
  endFork,
  followPage,
  forkField,
  hunksOf,
  keepOfFork,
  pageAt,
  shownAt,
} from "./forked-text.ts";

const page = "When a visitor asks, answer first.\nThen explain.";

const opened = (doc = page) => {
  let state = EditorState.create({ doc, extensions: [forkField] });
  const act = (spec: TransactionSpec) => void (state = state.update(spec).state);
  act(beginFork(state));
  const fork = () => {
    const found = state.field(forkField);
    if (found === null) throw new Error("no fork");
    return found;
  };
  const replace = (words: string, by: string) => {
    const from = state.doc.toString().indexOf(words);
    act({ changes: { from, to: from + words.length, insert: by } });
  };
  const told = (from: number, to: number, insert: string) => {
    const { page: now } = fork();
    act(followPage(fork(), ChangeSet.of({ from, to, insert }, now.length)));
  };
  return { state: () => state, act, fork, replace, told };
};

it("what is written beside the page is what it would change", () => {
  const { state, fork, replace, act } = opened();
  replace("visitor", "customer");
  replace("Then explain.", "");
  expect(hunksOf(fork())).toEqual([
    { from: 7, to: 14, quote: "visitor", proposed: "customer" },
    { from: 35, to: 48, quote: "Then explain.", proposed: "" },
  ]);
  act(endFork(fork()));
  expect(state().doc.toString()).toBe(page);
});

it("changes within one word are one, and what was changed back is none", () => {
  const { fork, replace } = opened();
  replace("vi", "VI");
  replace("tor", "TOR");
  expect(hunksOf(fork())).toEqual([{ from: 7, to: 14, quote: "visitor", proposed: "VIsiTOR" }]);
  replace("VIsiTOR", "visitor");
  expect(hunksOf(fork())).toEqual([]);
});

it("what others write meanwhile is in the page and not in the suggestion", () => {
  const { state, fork, replace, told, act } = opened();
  replace("answer first", "say hello");
  told(0, 4, "If");
  expect(state().doc.toString()).toBe("If a visitor asks, say hello.\nThen explain.");
  expect(hunksOf(fork())).toEqual([
    { from: 19, to: 31, quote: "answer first", proposed: "say hello" },
  ]);
  expect(pageAt(state(), state().doc.toString().indexOf("Then"))).toBe(33);
  expect(shownAt(state(), 33)).toBe(30);
  act(keepOfFork(fork(), []));
  expect(state().doc.toString()).toBe("If a visitor asks, answer first.\nThen explain.");
});

it("a suggestion that was not taken stays while the others go", () => {
  const { state, fork, replace, act } = opened();
  replace("visitor", "customer");
  replace("explain", "ask");
  act(keepOfFork(fork(), hunksOf(fork()).slice(1)));
  expect(state().doc.toString()).toBe(page.replace("explain", "ask"));
  expect(hunksOf(fork()).map(({ proposed }) => proposed)).toEqual(["ask"]);
});

it("whatever is written here and told from elsewhere, giving it up shows the page", () => {
  const edit = record({ at: nat(200), length: nat(8), words: string({ maxLength: 6 }) });
  const step = oneof(
    edit.map((one) => ({ own: true, ...one })),
    edit.map((one) => ({ own: false, ...one })),
  );
  assert(
    property(array(step, { maxLength: 30 }), (steps) => {
      const { state, fork, act, told } = opened();
      for (const { own, at, length, words } of steps) {
        const size = own ? state().doc.length : fork().page.length;
        const from = Math.min(at, size);
        const to = Math.min(from + length, size);
        if (own) act({ changes: { from, to, insert: words } });
        else told(from, to, words);
      }
      const shown = fork().page.toString();
      let suggested = shown;
      for (const { from, to, proposed } of hunksOf(fork()).toReversed()) {
        suggested = suggested.slice(0, from) + proposed + suggested.slice(to);
      }
      expect(suggested).toBe(state().doc.toString());
      act(endFork(fork()));
      expect(state().doc.toString()).toBe(shown);
    }),
  );
});
