import { Trans, useLingui } from "@lingui/react/macro";
import { memo } from "react";
import { Link, useSearchParams } from "react-router";
import type { ConversationRow as Row } from "#contract/conversation-row.ts";
import { useInbox } from "#app/sync/use-inbox.tsx";
import { Avatar } from "../avatar.tsx";
import { ClockTime } from "../clock-time.tsx";
import { TypingDots } from "../typing-dots.tsx";
import { listPlace } from "./list-place.ts";
import { contactName } from "./contact-name.ts";
import { StateChip } from "./state-chip.tsx";
import { TagChips } from "./tag-chips.tsx";
import { WaitingTime } from "./waiting-time.tsx";

type Props = {
  readonly row: Row;
  readonly memberId: string;
  readonly open: boolean;
  /** The row the arrow keys stand on. */
  readonly focused: boolean;
};

const edges = { ai: "h-ai", people: "h-me", waiting: "h-you" } as const;

/** One conversation in the list: who, what, and who holds it. Always three lines of the same height. */
export const ConversationRow = memo(function ConversationRow({
  row,
  memberId,
  open,
  focused,
}: Props) {
  const { t } = useLingui();
  const [search] = useSearchParams();
  const typing = useInbox((state) => state.typing.get(row.id));
  const viewers = useInbox((state) => state.presence);
  const here = viewers.filter(({ viewing, id }) => viewing === row.id && id !== memberId);
  const visitorTypes = typing?.some(({ kind }) => kind === "visitor") === true;
  const name = contactName(row.contact, t`Visitor`);
  const classes = ["cv", edges[row.holder], row.unread > 0 ? "un" : "", open ? "on" : ""].join(" ");
  const place = listPlace(search);
  return (
    <Link
      to={`/c/${row.id}${place === "" ? "" : `?${place}`}`}
      className={classes}
      role="row"
      aria-selected={open}
      tabIndex={focused ? 0 : -1}
      data-conversation={row.id}
      prefetch="intent"
    >
      <div role="gridcell" className="cv-cell">
        <Avatar name={name} />
        <div className="cv-text">
          <div className="l1">
            <span className="who tr" lang={row.locale}>
              {name}
            </span>
            <ClockTime at={row.updatedAt} />
          </div>
          <div className="l2 tr" lang={row.locale}>
            <b>{row.subject ?? t`New conversation`}</b>
            {visitorTypes ? (
              <span className="cv-typing">
                <TypingDots /> <Trans>typing</Trans>
              </span>
            ) : row.preview === null || row.preview === row.subject ? null : (
              <>
                <span className="sep">·</span>
                {row.previewBy === "visitor" ? null : (
                  <span>{previewAuthor(row, t`You`, memberId)} </span>
                )}
                {row.preview}
              </>
            )}
          </div>
          <div className="l3">
            <StateChip row={row} memberId={memberId} />
            <TagChips tags={row.tags ?? []} />
            <span className="end">
              {here.length === 0 ? null : (
                <span className="stack">
                  {here.slice(0, 3).map(({ id, name: viewer }) => (
                    <Avatar
                      key={id}
                      name={viewer}
                      memberId={id}
                      size={18}
                      title={t`${viewer} is viewing`}
                      className="viewing"
                    />
                  ))}
                </span>
              )}
              {row.holder === "waiting" && row.waitingSince !== null ? (
                <WaitingTime since={row.waitingSince} />
              ) : null}
              {row.unread > 0 ? (
                <span className="u" aria-label={t`${row.unread} unread`}>
                  {row.unread}
                </span>
              ) : null}
            </span>
          </div>
        </div>
      </div>
    </Link>
  );
});

const previewAuthor = (row: Row, you: string, memberId: string): string => {
  if (row.previewBy === "ai") return "Xin:";
  if (row.previewBy !== "member") return "";
  return row.assignee?.id === memberId
    ? `${you}:`
    : row.assignee === null
      ? ""
      : `${row.assignee.name.split(" ")[0] ?? ""}:`;
};
