import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { Link } from "react-router";
import {
  AiIcon,
  ChevronRightIcon,
  ClockIcon,
  CommentIcon,
  DecisionsIcon,
  LinkIcon,
  MailIcon,
  PolicyIcon,
  SearchIcon,
} from "#app/ui/icons.tsx";

type Props = {
  readonly workspace: string;
  readonly mayReadModels: boolean;
  readonly mayReadCrm: boolean;
  readonly mayReadMail: boolean;
};

/** The settings that all of a workspace share, each on a page of its own. */
export function WorkspaceLinks({ workspace, mayReadModels, mayReadCrm, mayReadMail }: Props) {
  return (
    <section>
      <h2>{workspace}</h2>
      <ul className="settings-links">
        <Entry to="/settings/modes" icon={<AiIcon />} title={<Trans>How far the AI may go</Trans>}>
          <Trans>
            Off, shadow, drafts or answers of its own: of the workspace and its channels.
          </Trans>
        </Entry>
        <Entry to="/settings/publishing" icon={<PolicyIcon />} title={<Trans>Publishing</Trans>}>
          <Trans>Whether a second person agrees before a policy answers visitors.</Trans>
        </Entry>
        <Entry
          to="/settings/hours"
          icon={<ClockIcon />}
          title={<Trans>Hours and escalation</Trans>}
        >
          <Trans>When people of {workspace} answer, and who is asked next when nobody does.</Trans>
        </Entry>
        <Entry to="/settings/ratings" icon={<CommentIcon />} title={<Trans>Ratings</Trans>}>
          <Trans>Whether visitors are asked how a conversation was, and what they said.</Trans>
        </Entry>
        {mayReadModels ? (
          <Entry
            to="/settings/models"
            icon={<DecisionsIcon />}
            title={<Trans>Models and budget</Trans>}
          >
            <Trans>
              Which models write answers in {workspace}, in which order, and what they may cost.
            </Trans>
          </Entry>
        ) : null}
        {mayReadCrm ? (
          <Entry to="/settings/crm" icon={<LinkIcon />} title={<Trans>Orders and tickets</Trans>}>
            <Trans>The system that the AI may read a visitor's order or ticket from.</Trans>
          </Entry>
        ) : null}
        {mayReadMail ? (
          <Entry to="/settings/mail" icon={<MailIcon />} title={<Trans>Mail</Trans>}>
            <Trans>The server that mails of this workspace go out through, and a test of it.</Trans>
          </Entry>
        ) : null}
        <Entry to="/settings/search" icon={<SearchIcon />} title={<Trans>Search models</Trans>}>
          <Trans>Which model finds passages by what they mean, and which puts them in order.</Trans>
        </Entry>
      </ul>
    </section>
  );
}

type EntryProps = {
  readonly to: string;
  readonly icon: ReactNode;
  readonly title: ReactNode;
  readonly children: ReactNode;
};

function Entry({ to, icon, title, children }: EntryProps) {
  return (
    <li>
      <span className="settings-links-icon">{icon}</span>
      <span>
        <Link to={to}>{title}</Link>
        <span className="i3">{children}</span>
      </span>
      <ChevronRightIcon />
    </li>
  );
}
