import { CompletionContext } from "@codemirror/autocomplete";
import { EditorState } from "@codemirror/state";
import { expect, it } from "vitest";
import type { PageWords } from "#engine/policy/page-words.ts";
import { completePage } from "./complete-page.ts";

const words: PageWords = {
  settings: [
    { name: "mode", values: ["draft", "auto"] },
    { name: "工具", values: ["add_tag", "close"] },
  ],
  headings: ["Rules", "规则"],
  expectations: ["it hands over", 'cites "'],
  tools: ["add_tag", "close"],
  tags: ["billing"],
  titles: ["Skerry 2 tent", 'The "best" pole'],
};

/** What is offered where | stands, with what would be replaced; null for nothing. */
const offered = (page: string, explicit = false) => {
  const pos = page.indexOf("|");
  const state = EditorState.create({ doc: page.replace("|", "") });
  const found = completePage(words, new CompletionContext(state, pos, explicit));
  if (found === null) return null;
  return [
    state.sliceDoc(found.from, pos),
    ...found.options.map(({ label, apply }) => (typeof apply === "string" ? apply : label)),
  ];
};

it("offers settings and their values in the header, one after the other in a list", () => {
  expect(offered("---\nmo|\n---")).toEqual(["mo", "mode: ", "工具: "]);
  expect(offered("---\n|\n---")).toBeNull();
  expect(offered("---\n|\n---", true)).toEqual(["", "mode: ", "工具: "]);
  expect(offered("---\nmode: |\n---")).toEqual(["", "draft", "auto"]);
  expect(offered("---\n工具：add_tag，cl|\n---")).toEqual(["cl", "add_tag", "close"]);
  expect(offered("---\nlinks: a|\n---")).toBeNull();
});

it("offers headings, and nothing in the midst of guidance", () => {
  expect(offered("---\n---\n## Ru|")).toEqual(["Ru", "Rules", "规则"]);
  expect(offered("---\n---\nmo|")).toBeNull();
  expect(offered("mode|")).toBeNull();
});

it("offers titles of sources, tags and tools where they are named", () => {
  const test = '## Tests\n- Asked "How heavy?", ';
  expect(offered(`${test}cites "Sk|`)).toEqual(["Sk", 'Skerry 2 tent"']);
  expect(offered(`${test}cites "Sk|"`)).toEqual(["Sk", "Skerry 2 tent"]);
  expect(offered("## 测试\n- 问“多重？”，引用“|")).toEqual([
    "",
    "Skerry 2 tent”",
    'The "best" pole”',
  ]);
  expect(offered('Tag it "bi|')).toBeNull();
  expect(offered('When it is money, add the tag "bi|')).toEqual(["bi", 'billing"']);
  expect(offered(`${test}calls ad|`)).toEqual(["ad", "add_tag", "close"]);
  expect(offered("## 测试\n- 问“多重？”，调用“|")).toEqual(["", "add_tag”", "close”"]);
});

it("offers what a test may expect in the tests alone", () => {
  expect(offered('## Tests\n- Asked "Pizza?", it|')).toEqual(["it", "it hands over", 'cites "']);
  expect(offered('## Rules\n- Asked "Pizza?", it|')).toBeNull();
});
