import { Trans, useLingui } from "@lingui/react/macro";
import { DropdownMenu } from "radix-ui";
import type { ConversationRow } from "#contract/conversation-row.ts";
import { useInbox } from "#app/sync/use-inbox.tsx";
import { Avatar } from "../avatar.tsx";
import { CheckIcon, ChevronLeftIcon, PanelIcon, UndoIcon } from "../icons.tsx";
import { contactName } from "../inbox/contact-name.ts";
import { WaitingTime } from "../inbox/waiting-time.tsx";
import { KeyCap } from "../key-cap.tsx";
import { ModeMenu } from "./mode-menu.tsx";
import type { TeamMember } from "./team-member.ts";
import type { ConversationActs } from "./use-conversation-acts.ts";

type Props = {
  readonly row: ConversationRow;
  readonly member: TeamMember;
  readonly members: readonly TeamMember[];
  readonly acts: ConversationActs;
  readonly onBack: () => void;
  readonly onDetails: () => void;
  readonly detailsShown: boolean;
};

/** The head of a thread: subject, who is here, who it is assigned to, close. */
export function ThreadBar({ row, member, members, acts, onBack, onDetails, detailsShown }: Props) {
  const { t } = useLingui();
  const presence = useInbox((state) => state.presence);
  const here = presence.filter(({ viewing, id }) => viewing === row.id && id !== member.id);
  const assignee = row.assignee;
  const name = contactName(row.contact, t`Visitor`);
  return (
    <header className="bar">
      <button
        type="button"
        className="ib bar-back"
        aria-label={t`Back to the list`}
        onClick={onBack}
      >
        <ChevronLeftIcon size={24} />
      </button>
      <div className="bar-title">
        <h2 className="tr" lang={row.locale}>
          {row.subject ?? name}
        </h2>
        <span className="bar-who xs i3 tr">{name}</span>
      </div>
      {row.holder === "waiting" && row.waitingSince !== null ? (
        <span className="row bar-wait xs c-warn-t">
          <WaitingTime since={row.waitingSince} />
        </span>
      ) : null}
      <span className="end row bar-tools">
        {here.length === 0 ? null : (
          <span className="stack bar-here">
            {here.slice(0, 4).map(({ id, name: viewer }) => (
              <Avatar
                key={id}
                name={viewer}
                memberId={id}
                size={24}
                title={t`${viewer} is viewing`}
                className="viewing"
              />
            ))}
          </span>
        )}
        <ModeMenu row={row} onSet={acts.setMode} />
        <DropdownMenu.Root>
          <DropdownMenu.Trigger className="btn bar-assignee" title={t`Assign`}>
            {assignee === null ? (
              <Trans>Unassigned</Trans>
            ) : (
              <>
                <Avatar name={assignee.name} memberId={assignee.id} size={18} />
                <span className="bar-assignee-name">
                  {assignee.id === member.id ? t`You` : assignee.name}
                </span>
              </>
            )}
          </DropdownMenu.Trigger>
          <DropdownMenu.Portal>
            <DropdownMenu.Content className="menu" align="end" sideOffset={4}>
              {members.map((one) => (
                <DropdownMenu.Item
                  key={one.id}
                  className="menu-item"
                  onSelect={() => acts.assign(one.id)}
                >
                  <Avatar name={one.name} memberId={one.id} size={20} />
                  <span className="grow">{one.id === member.id ? t`You` : one.name}</span>
                  {one.id === assignee?.id ? <CheckIcon size={14} /> : null}
                </DropdownMenu.Item>
              ))}
              <DropdownMenu.Separator className="menu-line" />
              <DropdownMenu.Item className="menu-item" onSelect={() => acts.assign(null)}>
                <Trans>Nobody</Trans>
              </DropdownMenu.Item>
            </DropdownMenu.Content>
          </DropdownMenu.Portal>
        </DropdownMenu.Root>
        {row.status === "open" ? (
          <button
            type="button"
            className="btn"
            onClick={acts.resolve}
            title={t`Close conversation`}
          >
            <CheckIcon />
            <span className="hm">
              <Trans>Close</Trans> <KeyCap keys="E" />
            </span>
          </button>
        ) : (
          <button
            type="button"
            className="btn"
            onClick={acts.reopen}
            title={t`Reopen conversation`}
          >
            <UndoIcon />
            <span className="hm">
              <Trans>Reopen</Trans> <KeyCap keys="E" />
            </span>
          </button>
        )}
        <button
          type="button"
          className={detailsShown ? "ib on bar-details" : "ib bar-details"}
          aria-label={t`Details (I)`}
          aria-pressed={detailsShown}
          onClick={onDetails}
        >
          <PanelIcon />
        </button>
      </span>
    </header>
  );
}
