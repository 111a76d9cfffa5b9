import { Trans, useLingui } from "@lingui/react/macro";
import { useRef, useState, type ReactNode } from "react";
import type { SourceUsage } from "#db/reads/source-usage.ts";
import { ChosenBar } from "./chosen-bar.tsx";
import { DeleteSources } from "./delete-sources.tsx";
import type { ListedSource } from "./read-list.ts";
import { SourceRow } from "./source-row.tsx";
import type { TableTools } from "./table-tools.ts";
import { useHeldOrder } from "./use-held-order.ts";

type Props = {
  readonly rows: readonly ListedSource[];
  /** Names what is shown: another list starts anew. */
  readonly name: string;
  readonly usage: SourceUsage | null;
  readonly mayWrite: boolean;
  readonly onReplace: (sourceId: string, file: File) => void;
  /** Rows above those of the sources. */
  readonly children?: ReactNode;
};

/** The sources of a page of the list. Rows keep their place while the pointer is over them. */
export function SourceTable({ rows, name, usage, mayWrite, onReplace, children }: Props) {
  const { t } = useLingui();
  const [isInside, setInside] = useState(false);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [leaving, setLeaving] = useState<readonly ListedSource[]>([]);
  const chooser = useRef<HTMLInputElement>(null);
  const replaced = useRef("");
  const held = useHeldOrder(rows, name, isInside);
  const picked = held.filter(({ id }) => chosen.has(id));
  const tools: TableTools = {
    mayWrite,
    choose: (id) => setChosen(toggled(chosen, id)),
    remove: (...sources) => setLeaving(sources),
    replace: (id) => {
      replaced.current = id;
      chooser.current?.click();
    },
  };
  const chooseAll = () =>
    setChosen(new Set(picked.length === held.length ? [] : held.map(({ id }) => id)));
  return (
    <>
      {picked.length === 0 ? null : (
        <ChosenBar chosen={picked} clear={() => setChosen(new Set())} tools={tools} />
      )}
      <div
        className="tbl-wrap"
        onPointerEnter={() => setInside(true)}
        onPointerLeave={() => setInside(false)}
      >
        <table className="tbl source-tbl">
          <thead>
            <tr>
              {mayWrite ? (
                <th scope="col" className="pick">
                  <input
                    type="checkbox"
                    aria-label={t`Choose all on this page`}
                    checked={held.length > 0 && picked.length === held.length}
                    onChange={chooseAll}
                  />
                </th>
              ) : null}
              <th scope="col">
                <Trans>Source</Trans>
              </th>
              <th scope="col" className="source-col-state">
                <Trans>State</Trans>
              </th>
              <th scope="col" className="n wide">
                <Trans>Passages</Trans>
              </th>
              <th scope="col" className="n wide">
                <Trans>Used, 7 days</Trans>
              </th>
              <th scope="col" className="wide">
                <Trans>Language</Trans>
              </th>
              <th scope="col" className="wide source-col-time">
                <Trans>Changed</Trans>
              </th>
              <th scope="col" className="acts" aria-label={t`Actions`} />
            </tr>
          </thead>
          <tbody>
            {children}
            {held.map((source) => (
              <SourceRow
                key={source.id}
                source={source}
                isChosen={chosen.has(source.id)}
                used={usage === null ? null : (usage.bySource[source.id] ?? 0)}
                tools={tools}
              />
            ))}
          </tbody>
        </table>
      </div>
      <input
        ref={chooser}
        type="file"
        className="vh"
        tabIndex={-1}
        aria-label={t`File that takes its place`}
        onChange={({ target }) => {
          const file = target.files?.[0];
          if (file !== undefined) onReplace(replaced.current, file);
          target.value = "";
        }}
      />
      <DeleteSources
        sources={leaving}
        close={() => setLeaving([])}
        onDeleted={() => setChosen(new Set())}
      />
    </>
  );
}

const toggled = (chosen: ReadonlySet<string>, id: string): ReadonlySet<string> => {
  const next = new Set(chosen);
  if (!next.delete(id)) next.add(id);
  return next;
};
