import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useMemo, useRef, useState } from "react";
import { Link, useNavigate, useSearchParams } from "react-router";
import { Virtualizer, type VirtualizerHandle } from "virtua";
import type { ConversationRow as Row } from "#contract/conversation-row.ts";
import { useInbox, useInboxStore } from "#app/sync/use-inbox.tsx";
import { FilterSelect } from "../filter-select.tsx";
import { ArrowUpIcon } from "../icons.tsx";
import { byRecency, type InboxFigures, inView, views, type View } from "../inbox-views.ts";
import { useShortcuts } from "../shortcuts.tsx";
import { ConversationRow } from "./conversation-row.tsx";
import { listPlace } from "./list-place.ts";
import { EmptyList } from "./empty-list.tsx";
import { useInboxFigures } from "./use-inbox-figures.ts";
import { useSteadyOrder } from "./use-steady-order.ts";

type Props = {
  readonly rows: readonly Row[];
  readonly figures: InboxFigures;
  readonly view: View;
  readonly status: "open" | "resolved";
  readonly tag: string | null;
  readonly more: boolean;
  readonly memberId: string;
  readonly openId: string | undefined;
};

/** Height of a row in CSS pixels: three fixed lines, so that nothing jumps. */
const rowHeight = 85;

/** The list of conversations: views, live rows in a steady order, older pages on scroll. */
export function ConversationList(props: Props) {
  const { view, status, tag, memberId, openId } = props;
  const { counts, tags } = useInboxFigures(props.figures, tag);
  const { t } = useLingui();
  const store = useInboxStore();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const live = useInbox((state) => state.rows);
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useRef<VirtualizerHandle>(null);
  const [at, setAt] = useState<string | undefined>(openId);
  const [more, setMore] = useState(props.more);
  const [inside, setInside] = useState(false);
  useEffect(() => setMore(props.more), [props.more, view, status, tag]);

  const current = useMemo(() => {
    const known = new Map(props.rows.map((row) => [row.id, row]));
    for (const [id, row] of live) known.set(id, row);
    return [...known.values()]
      .filter((row) => row.status === status && inView(row, view, memberId))
      .filter((row) => tag === null || row.tags?.includes(tag) === true)
      .toSorted(byRecency);
  }, [props.rows, live, status, view, tag, memberId]);
  const { rows, waiting, release } = useSteadyOrder(
    current,
    `${view} ${status} ${tag ?? ""}`,
    inside,
  );

  const place = listPlace(search);
  const listQuery = (changes: Readonly<Record<string, string>>) =>
    new URLSearchParams({ view, status, ...(tag === null ? {} : { tag }), ...changes });
  const open = (row: Row | undefined): void => {
    if (row !== undefined) void navigate(`/c/${row.id}${place === "" ? "" : `?${place}`}`);
  };
  const index = rows.findIndex(({ id }) => id === (at ?? openId));
  const step = (by: 1 | -1): void => {
    const next = rows[Math.min(rows.length - 1, Math.max(0, index + by))];
    if (next === undefined) return;
    setAt(next.id);
    virtual.current?.scrollToIndex(rows.indexOf(next), { align: "nearest" });
    if (openId !== undefined) open(next);
    else requestAnimationFrame(() => focusRow(scroller.current, next.id));
  };
  useShortcuts([
    { keys: "j", run: () => step(1) },
    { keys: "k", run: () => step(-1) },
    { keys: "ArrowDown", run: () => step(1) },
    { keys: "ArrowUp", run: () => step(-1) },
    ...(openId === undefined ? [{ keys: "o", run: () => open(rows[Math.max(0, index)]) }] : []),
  ]);

  const loadMore = async (): Promise<void> => {
    const last = rows.at(-1);
    if (!more || last === undefined) return;
    setMore(false);
    const query = listQuery({ before: last.updatedAt, beforeId: last.id });
    const answer = await fetch(`/inbox/rows?${query}`).catch(() => undefined);
    if (answer?.ok !== true) return setMore(true);
    const page = (await answer.json()) as { rows: readonly Row[]; more: boolean };
    store?.addRows(page.rows);
    setMore(page.more);
  };

  const names: Record<View, string> = {
    mine: t`Mine`,
    unassigned: t`Unassigned`,
    ai: t`AI`,
    all: t`All`,
  };
  return (
    <section className="list" aria-label={t`Conversations`}>
      <header>
        <div className="row">
          <h1>
            <Trans>Inbox</Trans>
          </h1>
          <span className="cnt list-count">{counts.all}</span>
          <span className="end row list-tools">
            {waiting > 0 ? (
              <button
                type="button"
                className="newpill"
                onClick={() => {
                  release();
                  scroller.current?.scrollTo({ top: 0 });
                }}
              >
                <ArrowUpIcon size={12} />
                <Plural value={waiting} one="# new" other="# new" />
              </button>
            ) : null}
            {tags.length === 0 && tag === null ? null : (
              <FilterSelect
                label={t`Tag`}
                any={t`All tags`}
                value={tag}
                options={tags.map((one) => ({ value: one, name: one }))}
                onChange={(chosen) =>
                  void navigate(
                    `?${chosen === null ? new URLSearchParams({ view, status }) : listQuery({ tag: chosen })}`,
                  )
                }
              />
            )}
            <Link
              className="btn sm ghost"
              to={`?${listQuery({ status: status === "open" ? "resolved" : "open" })}`}
            >
              {status === "open" ? <Trans>Show resolved</Trans> : <Trans>Show open</Trans>}
            </Link>
          </span>
        </div>
        <nav className="seg list-views" aria-label={t`Views`}>
          {views.map((one) => (
            <Link
              key={one}
              to={`?${listQuery({ view: one })}`}
              className={one === view ? "on" : ""}
              aria-current={one === view ? "true" : undefined}
            >
              {names[one]}
              {one === "all" ? null : <span className="cnt">{counts[one]}</span>}
            </Link>
          ))}
        </nav>
      </header>
      <div
        ref={scroller}
        className="list-rows"
        role="grid"
        aria-label={t`Conversations`}
        aria-rowcount={rows.length}
        onPointerEnter={() => setInside(true)}
        onPointerLeave={() => setInside(false)}
      >
        <Virtualizer
          ref={virtual}
          scrollRef={scroller}
          itemSize={rowHeight}
          ssrCount={Math.min(12, rows.length)}
          onScroll={(offset) => {
            const box = scroller.current;
            if (box !== null && box.scrollHeight - offset - box.clientHeight < 600) void loadMore();
          }}
        >
          {rows.map((row, position) => (
            <ConversationRow
              key={row.id}
              row={row}
              memberId={memberId}
              open={row.id === openId}
              focused={index === -1 ? position === 0 : position === index}
            />
          ))}
        </Virtualizer>
        {rows.length === 0 ? <EmptyList view={view} status={status} tag={tag} /> : null}
      </div>
    </section>
  );
}

const focusRow = (scroller: HTMLElement | null, id: string): void =>
  scroller?.querySelector<HTMLElement>(`[data-conversation="${id}"]`)?.focus();
