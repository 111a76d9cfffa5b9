import type { Extension } from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  MatchDecorator,
  ViewPlugin,
  type ViewUpdate,
} from "@codemirror/view";

const headings = new MatchDecorator({
  regexp: /^#{1,2} .*$/gm,
  decoration: Decoration.mark({ class: "page-heading" }),
});

/** Sets the headings of the page apart, so that its sections are seen at a glance. */
export const headingMarks: Extension = ViewPlugin.define<{ marks: DecorationSet }>(
  (view) => ({
    marks: headings.createDeco(view),
    update(update: ViewUpdate) {
      this.marks = headings.updateDeco(update, this.marks);
    },
  }),
  { decorations: ({ marks }) => marks },
);
