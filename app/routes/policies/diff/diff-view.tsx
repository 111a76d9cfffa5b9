import { Plural, Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import type { ItemDiff, PartDiff, PolicyDiff } from "#engine/policy-diff/policy-diff.ts";
import { DiffWords } from "./diff-words.tsx";

/** How two pages are shown: one text with marks in it, or the earlier page beside the later one. */
export type DiffLook = "inline" | "side";

type Props = { readonly diff: PolicyDiff; readonly look: DiffLook };

/** What became of a page, part by part; parts that stayed as they were are only named. */
export function DiffView({ diff, look }: Props) {
  const isChanged = ({ before, after, items }: PartDiff) =>
    before !== after || items.some(({ state }) => state !== "same");
  const changed = diff.parts.filter(isChanged);
  const rest = diff.parts.filter((part) => !isChanged(part) && part.items.length > 0);
  const { added, changed: edited, removed, moved } = diff.counts;
  return (
    <div className="diff" data-look={look}>
      <p className="diff-counts num" role="status">
        {added + edited + removed + moved === 0 ? (
          <span className="i2">
            <Trans>Both say the same.</Trans>
          </span>
        ) : (
          <>
            <span className="st ok">
              <Plural value={added} one="# added" other="# added" />
            </span>
            <span className="st warn">
              <Plural value={edited} one="# changed" other="# changed" />
            </span>
            <span className="st bad">
              <Plural value={removed} one="# removed" other="# removed" />
            </span>
            {moved === 0 ? null : (
              <span className="st">
                <Plural value={moved} one="# moved" other="# moved" />
              </span>
            )}
          </>
        )}
      </p>
      {changed.map((part, index) => (
        <Part key={index} part={part} look={look} />
      ))}
      {rest.length === 0 ? null : (
        <p className="diff-rest xs i3">
          <Trans>As before:</Trans>{" "}
          {rest.map((part, index) => (
            <span key={index}>
              {index === 0 ? null : " · "}
              <PartName part={part} />
            </span>
          ))}
        </p>
      )}
    </div>
  );
}

function Part({ part, look }: { readonly part: PartDiff; readonly look: DiffLook }) {
  return (
    <section className="diff-part">
      <h2>
        <PartName part={part} />
      </h2>
      <ul>
        {runsOf(part.items).map((run, index) =>
          "same" in run ? (
            <li key={index} className="diff-same">
              <details>
                <summary className="xs i3">
                  <Plural value={run.same.length} one="# the same" other="# the same" />
                </summary>
                {run.same.map((item) => (
                  <p key={item.after}>
                    <DiffWords words={item.words} />
                  </p>
                ))}
              </details>
            </li>
          ) : (
            <Item key={index} item={run} look={look} />
          ),
        )}
      </ul>
    </section>
  );
}

function PartName({ part: { kind, before, after } }: { readonly part: PartDiff }): ReactNode {
  if (kind === "title") return <Trans>Title</Trans>;
  if (kind === "settings") return <Trans>Settings</Trans>;
  if (kind === "about") return <Trans>Opening words</Trans>;
  if (before === after) return after;
  return (
    <>
      {before === null ? null : <del>{before}</del>} {after === null ? null : <ins>{after}</ins>}
    </>
  );
}

function Item({ item, look }: { readonly item: ItemDiff; readonly look: DiffLook }) {
  const { state, words } = item;
  return (
    <li className={`diff-item is-${state}`}>
      <span className="xs i3 num">
        <ItemPlace item={item} />
      </span>
      {look === "inline" ? (
        <p>
          <DiffWords words={words} />
        </p>
      ) : (
        <div className="diff-sides">
          <p>
            {item.before === null ? null : (
              <DiffWords words={words.filter(({ kind }) => kind !== "added")} />
            )}
          </p>
          <p>
            {item.after === null ? null : (
              <DiffWords words={words.filter(({ kind }) => kind !== "removed")} />
            )}
          </p>
        </div>
      )}
    </li>
  );
}

function ItemPlace({ item: { state, before, after } }: { readonly item: ItemDiff }) {
  switch (state) {
    case "added":
      return <Trans>added, line {after}</Trans>;
    case "removed":
      return <Trans>removed, was line {before}</Trans>;
    case "moved":
      return (
        <Trans>
          moved from line {before} to {after}
        </Trans>
      );
    case "changed":
      return <Trans>changed, line {after}</Trans>;
    case "same":
      return <Trans>line {after}</Trans>;
  }
}

type Run = ItemDiff | { readonly same: ItemDiff[] };

/** Items that stayed are folded up, as many as follow one another. */
const runsOf = (items: readonly ItemDiff[]): readonly Run[] => {
  const runs: Run[] = [];
  for (const item of items) {
    const last = runs.at(-1);
    if (item.state !== "same") runs.push(item);
    else if (last !== undefined && "same" in last) last.same.push(item);
    else runs.push({ same: [item] });
  }
  return runs;
};
