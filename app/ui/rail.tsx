import { Trans, useLingui } from "@lingui/react/macro";
import { DropdownMenu } from "radix-ui";
import type { ReactNode } from "react";
import { Link, NavLink, useLocation, useSubmit } from "react-router";
import { useInbox } from "#app/sync/use-inbox.tsx";
import { Avatar } from "./avatar.tsx";
import {
  CheckIcon,
  DecisionsIcon,
  DeliveryIcon,
  HelpIcon,
  InboxIcon,
  KnowledgeIcon,
  Mark,
  PolicyIcon,
  SettingsIcon,
  SignOutIcon,
} from "./icons.tsx";
import { needsPerson } from "./inbox-views.ts";

type Workspace = { readonly slug: string; readonly name: string };
type Props = {
  readonly member: { readonly id: string; readonly name: string };
  readonly workspace: Workspace;
  readonly workspaces: readonly Workspace[];
  readonly mayReadDelivery: boolean;
  /** Changes of policies that wait for this member's word. */
  readonly requestsWaiting: number;
};

/** The way between the parts of Xin: at the left on wide screens, at the bottom on narrow ones. */
export function Rail({ member, workspace, workspaces, mayReadDelivery, requestsWaiting }: Props) {
  const { t } = useLingui();
  const { pathname } = useLocation();
  const submit = useSubmit();
  const waiting = useInbox(({ rows }) => {
    let count = 0;
    for (const row of rows.values()) if (needsPerson(row, member.id)) count++;
    return count;
  });
  const inInbox = pathname === "/" || pathname.startsWith("/c/");
  return (
    <nav className="rail" aria-label={t`Main`}>
      <NavLink className="logo" to="/" aria-label={t`Xin, to the inbox`}>
        <Mark />
      </NavLink>
      <RailLink to="/" label={t`Inbox`} on={inInbox} badge={waiting}>
        <InboxIcon size={20} />
      </RailLink>
      <RailLink to="/decisions" label={t`Decisions`} on={pathname.startsWith("/decisions")}>
        <DecisionsIcon size={20} />
      </RailLink>
      <RailLink
        to="/policies"
        label={t`Policies`}
        on={pathname.startsWith("/policies")}
        badge={requestsWaiting}
      >
        <PolicyIcon size={20} />
      </RailLink>
      <RailLink to="/knowledge" label={t`Knowledge`} on={pathname.startsWith("/knowledge")}>
        <KnowledgeIcon size={20} />
      </RailLink>
      {mayReadDelivery ? (
        <RailLink to="/delivery" label={t`Delivery`} on={pathname.startsWith("/delivery")}>
          <DeliveryIcon size={20} />
        </RailLink>
      ) : null}
      <span className="grow rail-gap" />
      <RailLink to="/settings" label={t`Settings`} on={pathname.startsWith("/settings")}>
        <SettingsIcon size={20} />
      </RailLink>
      <DropdownMenu.Root>
        <DropdownMenu.Trigger
          className="nav rail-you"
          aria-label={t`${member.name}, ${workspace.name}`}
        >
          <Avatar name={member.name} memberId={member.id} className="pres" />
        </DropdownMenu.Trigger>
        <DropdownMenu.Portal>
          <DropdownMenu.Content className="menu" side="right" align="end" sideOffset={8}>
            <DropdownMenu.Label className="menu-label">
              <Trans>Workspaces</Trans>
            </DropdownMenu.Label>
            {workspaces.map(({ slug, name }) => (
              <DropdownMenu.Item key={slug} className="menu-item" asChild>
                <a href={`/?workspace=${slug}`}>
                  <span className="grow">{name}</span>
                  {slug === workspace.slug ? <CheckIcon size={14} /> : null}
                </a>
              </DropdownMenu.Item>
            ))}
            <DropdownMenu.Separator className="menu-line" />
            <DropdownMenu.Item className="menu-item" asChild>
              <Link to="/help">
                <HelpIcon size={14} />
                <Trans>Help</Trans>
              </Link>
            </DropdownMenu.Item>
            {/* A form of its own would go with the menu before it is sent. */}
            <DropdownMenu.Item
              className="menu-item"
              onSelect={() => void submit(null, { method: "post", action: "/sign-out" })}
            >
              <SignOutIcon size={14} />
              <Trans>Sign out</Trans>
            </DropdownMenu.Item>
          </DropdownMenu.Content>
        </DropdownMenu.Portal>
      </DropdownMenu.Root>
    </nav>
  );
}

type RailLinkProps = {
  readonly to: string;
  readonly label: string;
  readonly on: boolean;
  readonly badge?: number;
  readonly children: ReactNode;
};

function RailLink({ to, label, on, badge = 0, children }: RailLinkProps) {
  const { t } = useLingui();
  const name = badge > 0 ? t`${label}, ${badge} waiting` : label;
  return (
    <NavLink
      className={on ? "nav on" : "nav"}
      to={to}
      title={label}
      aria-label={name}
      aria-current={on ? "page" : undefined}
    >
      {children}
      <span className="nav-name">{label}</span>{" "}
      {badge > 0 ? <b>{badge > 99 ? "99+" : badge}</b> : null}
    </NavLink>
  );
}
