import type { Envelope } from "../actions/envelope.ts";
import { memberEnvelope } from "../tenancy/member-envelope.ts";
import { colleagues } from "./demo-people.ts";
import type { Colleague } from "./demo-workspace.ts";
import type { Stage } from "./play-conversation.ts";

/** The envelope of what a colleague does to a policy, in the colleague's own role. */
export const authorOf = ({ tenantId, members }: Stage, who: Colleague): Envelope => {
  const member = members.get(who);
  if (member === undefined) throw new Error(`${who} is no member of this demo workspace`);
  const { id: memberId, name } = member;
  return memberEnvelope({ tenantId, memberId, name, role: colleagues[who].role });
};
