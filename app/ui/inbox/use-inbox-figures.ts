import { useEffect, useRef, useState } from "react";
import type { ConversationRow } from "#contract/conversation-row.ts";
import { useInbox } from "#app/sync/use-inbox.tsx";
import type { InboxFigures } from "../inbox-views.ts";

/** The figures are read again at most this often, in ms, however much changes. */
const readEveryMs = 1_000;

/**
 * The figures above the list as they are now. They are read again when a conversation is new, or changes
 * its holder, person, state or tags: the rows at hand are not all there are, so nothing can be counted here.
 */
export const useInboxFigures = (loaded: InboxFigures, tag: string | null): InboxFigures => {
  const rows = useInbox((state) => state.rows);
  const [read, setRead] = useState({ after: loaded, figures: loaded });
  const known = useRef(rows);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    const before = known.current;
    known.current = rows;
    if (timer.current !== undefined || before.size === 0) return;
    const isMoved = [...rows.values()].some((row) => placeOf(row) !== placeOf(before.get(row.id)));
    if (!isMoved) return;
    timer.current = setTimeout(() => {
      timer.current = undefined;
      const query = tag === null ? "" : `?${new URLSearchParams({ tag })}`;
      void readFigures(query).then((figures) => {
        if (figures !== undefined) setRead({ after: loaded, figures });
      });
    }, readEveryMs);
  }, [rows, tag, loaded]);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [tag, loaded],
  );
  return read.after === loaded ? read.figures : loaded;
};

/** Where the figures count a row. */
const placeOf = (row: ConversationRow | undefined): string =>
  row === undefined
    ? ""
    : [row.status, row.holder, row.assignee?.id, ...(row.tags ?? [])].join("\n");

const readFigures = async (query: string): Promise<InboxFigures | undefined> => {
  const answer = await fetch(`/inbox/figures${query}`).catch(() => undefined);
  return answer?.ok === true ? ((await answer.json()) as InboxFigures) : undefined;
};
