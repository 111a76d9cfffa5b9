import type { ConversationEvent } from "#contract/conversation-event.ts";
import type { ConversationRow } from "#contract/conversation-row.ts";
import type { Custody } from "./custody.ts";
import type { TeamMember } from "./team-member.ts";

/** What every entry of the log is drawn from. */
export type EventItemProps = {
  readonly event: ConversationEvent;
  readonly custody: Custody;
  readonly row: ConversationRow;
  readonly member: TeamMember;
  readonly why: string | null;
  readonly openWhy: (decisionId: string | null) => void;
  readonly litCitation: string | null;
  readonly setLitCitation: (chunkId: string | null) => void;
};
