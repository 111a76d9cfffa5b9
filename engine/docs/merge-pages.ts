import { shortestEdit } from "../replay/shortest-edit.ts";
import { linesOf } from "./lines-of.ts";

/** Lines of a page that two writers changed differently: `from` and `to` are places in the merged text. */
export type PageConflict = {
  readonly from: number;
  readonly to: number;
  readonly proposed: string;
};

/** A page with somebody else's changes in it. Where both changed the same lines it keeps its own. */
export type MergedPage = { readonly text: string; readonly conflicts: readonly PageConflict[] };

/**
 * Brings into a page what another text changed of the one both come from, line by line. Changes of lines that touch
 * each other are a conflict unless they are the same.
 * Khanna, S. et al.: A formal investigation of diff3. FSTTCS 2007.
 */
export const mergePages = (base: string, page: string, saved: string): MergedPage => {
  const lines = linesOf(base);
  const hunks = [
    ...hunksOf(lines, linesOf(page)).map((hunk) => ({ ...hunk, isOwn: true })),
    ...hunksOf(lines, linesOf(saved)).map((hunk) => ({ ...hunk, isOwn: false })),
  ].toSorted((a, b) => a.from - b.from || a.to - b.to);
  const conflicts: PageConflict[] = [];
  let text = "";
  let done = 0;
  for (let next = 0; next < hunks.length;) {
    const from = hunks[next]?.from ?? 0;
    let to = hunks[next]?.to ?? 0;
    const group: typeof hunks = [];
    for (let hunk = hunks[next]; hunk !== undefined && hunk.from <= to; hunk = hunks[next]) {
      group.push(hunk);
      to = Math.max(to, hunk.to);
      next += 1;
    }
    text += lines.slice(done, from).join("");
    done = to;
    const side = (isOwn: boolean) =>
      applied(
        lines,
        group.filter((hunk) => hunk.isOwn === isOwn),
        from,
        to,
      );
    const [own, other] = [side(true), side(false)];
    const isOnlyOther = group.every(({ isOwn }) => !isOwn);
    const isConflict = !isOnlyOther && own !== other && group.some(({ isOwn }) => !isOwn);
    if (isConflict) {
      conflicts.push({ from: text.length, to: text.length + own.length, proposed: other });
    }
    text += isOnlyOther ? other : own;
  }
  return { text: text + lines.slice(done).join(""), conflicts };
};

/** Lines `from` to `to` of a text that became others. */
type Hunk = { readonly from: number; readonly to: number; readonly lines: readonly string[] };

const hunksOf = (before: readonly string[], after: readonly string[]): readonly Hunk[] => {
  const hunks: { from: number; to: number; lines: string[] }[] = [];
  let at = 0;
  let open: (typeof hunks)[number] | null = null;
  for (const { kind, text } of shortestEdit(before, after)) {
    if (kind === "same") {
      at += 1;
      open = null;
      continue;
    }
    if (open === null) hunks.push((open = { from: at, to: at, lines: [] }));
    if (kind === "added") open.lines.push(text);
    else open.to = at += 1;
  }
  return hunks;
};

/** Lines `from` to `to` with the hunks done to them. */
const applied = (
  lines: readonly string[],
  hunks: readonly Hunk[],
  from: number,
  to: number,
): string => {
  let text = "";
  let done = from;
  for (const hunk of hunks) {
    text += lines.slice(done, hunk.from).join("") + hunk.lines.join("");
    done = hunk.to;
  }
  return text + lines.slice(done, to).join("");
};
