import { useCallback, useEffect, useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import type { ConversationEvent } from "#contract/conversation-event.ts";
import type { ConversationRow } from "#contract/conversation-row.ts";
import type { Decision } from "#contract/decision.ts";
import { threadFrom } from "#app/sync/core/thread-state.ts";
import { useInbox } from "#app/sync/use-inbox.tsx";
import { useShortcuts } from "../shortcuts.tsx";
import { listPlace } from "../inbox/list-place.ts";
import { Details } from "./details.tsx";
import { Dock } from "./dock.tsx";
import { EventLog } from "./event-log.tsx";
import { ThreadBar } from "./thread-bar.tsx";
import { useConversationActs } from "./use-conversation-acts.ts";
import type { ServedRating } from "./visitor-ratings.tsx";
import { WhyDrawer } from "./why-drawer.tsx";
import type { TeamMember } from "./team-member.ts";

type Props = {
  readonly row: ConversationRow;
  readonly events: readonly ConversationEvent[];
  readonly decision: Decision | null;
  readonly members: readonly TeamMember[];
  readonly member: TeamMember;
  readonly why: string | null;
  readonly mayReplay: boolean;
  readonly ratings: readonly ServedRating[];
};

/** One conversation: its log, the dock to answer from, and what is known beside it. */
export function Thread(props: Props) {
  const { member, members, why } = props;
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams();
  const row = useInbox((state) => state.rows.get(props.row.id)) ?? props.row;
  const live = useInbox((state) => state.threads.get(props.row.id));
  const [served] = useState(() => threadFrom(props.row.id, props.events, props.row.lastSeq));
  const thread = live ?? served;
  const [details, setDetails] = useState(false);
  const [litCitation, setLitCitation] = useState<string | null>(null);
  const acts = useConversationActs(row, member);

  const openWhy = useCallback(
    (decisionId: string | null): void =>
      setSearch(
        (current) => {
          const next = new URLSearchParams(current);
          if (decisionId === null) next.delete("why");
          else next.set("why", decisionId);
          return next;
        },
        { preventScrollReset: true, replace: why !== null },
      ),
    [setSearch, why],
  );

  const decisionIds = thread.events.flatMap(({ body }) =>
    "decisionId" in body && body.decisionId !== null && body.type !== "draft.begun"
      ? [body.decisionId]
      : [],
  );
  const steps = [...new Set(decisionIds)];
  const stepWhy = (by: 1 | -1): void => {
    const at = why === null ? (by === 1 ? -1 : steps.length) : steps.indexOf(why);
    const next = steps[Math.min(steps.length - 1, Math.max(0, at + by))];
    if (next !== undefined) openWhy(next);
  };
  const backToList = (): void => {
    const place = listPlace(search);
    void navigate(`/${place === "" ? "" : `?${place}`}`);
  };
  useShortcuts([
    { keys: "]", run: () => stepWhy(1) },
    { keys: "[", run: () => stepWhy(-1) },
    { keys: "i", run: () => setDetails((shown) => !shown) },
    {
      keys: "Escape",
      whileWriting: true,
      run: () => {
        const active = document.activeElement;
        if (active instanceof HTMLElement && active.tagName === "TEXTAREA") active.blur();
        else if (why !== null) openWhy(null);
        else backToList();
      },
    },
  ]);
  useEffect(() => setLitCitation(null), [why]);

  return (
    <>
      <main className="main">
        <ThreadBar
          row={row}
          member={member}
          members={members}
          acts={acts}
          onBack={backToList}
          onDetails={() => setDetails((shown) => !shown)}
          detailsShown={details}
        />
        <EventLog
          row={row}
          thread={thread}
          member={member}
          why={why}
          openWhy={openWhy}
          litCitation={litCitation}
          setLitCitation={setLitCitation}
        />
        <Dock row={row} thread={thread} member={member} acts={acts} openWhy={openWhy} />
      </main>
      {why === null ? (
        <Details
          ratings={props.ratings}
          row={row}
          thread={thread}
          latest={props.decision}
          openWhy={openWhy}
          mayReplay={props.mayReplay}
          acts={acts}
          open={details}
          onClose={() => setDetails(false)}
        />
      ) : (
        <WhyDrawer
          decisionId={why}
          known={props.decision}
          lastSeq={thread.lastSeq}
          step={stepWhy}
          position={{ at: steps.indexOf(why), of: steps.length }}
          onClose={() => openWhy(null)}
          litCitation={litCitation}
          setLitCitation={setLitCitation}
        />
      )}
    </>
  );
}
