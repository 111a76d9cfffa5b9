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
      const marks = headings.updateDeco(update, this.marks);
      // The decorator leaves them where they were when the change lies outside of what is drawn.
      this.marks = marks === this.marks ? marks.map(update.changes) : marks;
    },
  }),
  { decorations: ({ marks }) => marks },
);
