import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { ClockTime } from "../clock-time.tsx";
import { AiIcon, CheckIcon, HandOverIcon, PenIcon, PersonIcon, UndoIcon } from "../icons.tsx";
import { HandOverReason } from "../hand-over-reason.tsx";
import { HandOverDetail } from "./hand-over-detail.tsx";
import { custodyClass } from "./custody.ts";
import { DraftKept } from "./draft/draft-kept.tsx";
import { ModeName, ModeWhose } from "../mode-name.tsx";
import { ScoreName } from "../score-name.tsx";
import { TagsChanged } from "./tags-changed.tsx";
import type { EventItemProps } from "./event-item-props.ts";

/**
 * A node of the custody line: what changed, in one sentence. Some events need no words, and a newer server may tell
 * of some this page does not know.
 */
export function SystemItem(props: EventItemProps) {
  const { event, custody, member, openWhy } = props;
  const told: Told | null | undefined = tell(props);
  if (told === null || told === undefined) return null;
  const { tone, icon, words, decisionId } = told;
  const who = event.actor.id === member.id;
  return (
    <div className={`ev sys ${custodyClass[custody]}`} data-mine={who} data-seq={event.seq}>
      <span className={`nd ${tone}`}>{icon}</span>
      <p>
        {words}
        {decisionId === undefined ? null : (
          <>
            {" "}
            <button type="button" className="link" onClick={() => openWhy(decisionId)}>
              <Trans>show it</Trans>
            </button>
          </>
        )}
        <span className="sep">·</span>
        <ClockTime at={event.at} kind="clock" />
      </p>
    </div>
  );
}

type Told = {
  readonly tone: "ai" | "me" | "wa" | "";
  readonly icon: ReactNode;
  readonly words: ReactNode;
  readonly decisionId?: string;
};

const tell = ({ event, member, row }: EventItemProps): Told | null => {
  const { actor, body } = event;
  const mine = actor.id === member.id;
  const name = <b>{mine ? <Trans>You</Trans> : (actor.name ?? "Xin")}</b>;
  switch (body.type) {
    case "conversation.opened":
      return row.mode === "off"
        ? null
        : {
            tone: "ai",
            icon: <AiIcon size={12} />,
            words: (
              <Trans>
                <b>Xin answers</b> this conversation
              </Trans>
            ),
          };
    case "conversation.taken-over":
      return { tone: "me", icon: <PersonIcon size={12} />, words: <Trans>{name} took over</Trans> };
    case "conversation.handed-back":
      return {
        tone: "ai",
        icon: <AiIcon size={12} />,
        words: (
          <>
            <Trans>{name} handed back to the AI</Trans>
            {body.note === null ? null : <>: {body.note}</>}
          </>
        ),
      };
    case "conversation.handed-over":
      return {
        tone: "wa",
        icon: <HandOverIcon size={12} />,
        words: (
          <>
            <b>
              {actor.kind === "visitor" ? (
                <Trans>The visitor</Trans>
              ) : (
                <Trans>Xin handed over:</Trans>
              )}
            </b>{" "}
            {actor.kind === "visitor" ? (
              <Trans>asked for a person</Trans>
            ) : (
              <HandOverReason reason={body.reason} />
            )}
            {body.detail === null || body.detail === "" ? null : (
              <>
                {" ("}
                <HandOverDetail detail={body.detail} />)
              </>
            )}
          </>
        ),
        ...(body.decisionId === null ? {} : { decisionId: body.decisionId }),
      };
    case "conversation.assigned":
      return {
        tone: "",
        icon: <PersonIcon size={12} />,
        words:
          body.memberName === null ? (
            <Trans>{name} unassigned it</Trans>
          ) : body.memberId === actor.id ? (
            <Trans>{name} assigned it to themselves</Trans>
          ) : (
            <Trans>
              {name} assigned it to <b>{body.memberName}</b>
            </Trans>
          ),
      };
    case "conversation.tags-changed":
      return {
        tone: "",
        icon: <PenIcon size={12} />,
        words: <TagsChanged name={name} added={body.added} removed={body.removed} />,
        ...(body.decisionId === null ? {} : { decisionId: body.decisionId }),
      };
    case "conversation.escalated": {
      const { minutes } = body;
      const told = body.memberName === null ? null : <b>{body.memberName}</b>;
      const asked =
        told === null ? <Trans>The whole team is asked</Trans> : <Trans>{told} is asked</Trans>;
      return {
        tone: "wa",
        icon: <HandOverIcon size={12} />,
        words:
          minutes === 0 ? (
            asked
          ) : told === null ? (
            <Trans>Nobody answered for {minutes} minutes: the whole team is asked</Trans>
          ) : (
            <Trans>
              Nobody answered for {minutes} minutes: {told} is asked
            </Trans>
          ),
      };
    }
    case "contact.email-left":
      return {
        tone: "",
        icon: <PersonIcon size={12} />,
        words: (
          <Trans>
            The visitor left the address <b>{body.email}</b>, unproven
          </Trans>
        ),
      };
    case "identity.asked":
      return {
        tone: body.decisionId === null ? "" : "ai",
        icon: <PersonIcon size={12} />,
        words:
          actor.kind === "visitor" ? (
            <Trans>
              The visitor had another code sent to <b>{body.address}</b>
            </Trans>
          ) : (
            <Trans>
              {name} asked the visitor to prove <b>{body.address}</b> by a code
            </Trans>
          ),
        ...(body.decisionId === null ? {} : { decisionId: body.decisionId }),
      };
    case "identity.settled":
      return {
        tone: body.outcome === "locked" ? "wa" : "",
        icon: <CheckIcon size={12} />,
        words:
          body.outcome === "verified" ? (
            <Trans>
              The visitor proved the address <b>{body.address}</b>
            </Trans>
          ) : (
            <Trans>
              Five wrong codes for <b>{body.address}</b>: this code is locked
            </Trans>
          ),
      };
    case "conversation.resolved":
      return {
        tone: "",
        icon: <CheckIcon size={12} />,
        words: <Trans>{name} closed the conversation</Trans>,
      };
    case "conversation.reopened":
      return {
        tone: "",
        icon: <UndoIcon size={12} />,
        words: <Trans>The conversation was opened again</Trans>,
      };
    case "conversation.rated": {
      const { score } = body;
      const found = (
        <b>
          <ScoreName score={score} />
        </b>
      );
      return {
        tone: "",
        icon: <PersonIcon size={12} />,
        words: (
          <>
            <Trans>
              The visitor found it: {found}, {score} of 5
            </Trans>
            {body.comment === null ? null : (
              <>
                {" "}
                <q className="rated-words">{body.comment}</q>
              </>
            )}
          </>
        ),
      };
    }
    case "draft.begun":
    case "draft.withdrawn":
      return null;
    case "draft.proposed":
      return body.unfinished === true
        ? {
            tone: "ai",
            icon: <PenIcon size={12} />,
            words: (
              <Trans>
                <b>Xin</b> did not finish the draft, which waits with what people wrote
              </Trans>
            ),
            decisionId: body.decisionId,
          }
        : {
            tone: "ai",
            icon: <PenIcon size={12} />,
            words: (
              <Trans>
                <b>Xin</b> wrote a draft for you
              </Trans>
            ),
            decisionId: body.decisionId,
          };
    case "conversation.mode-set":
      return {
        tone: "ai",
        icon: <AiIcon size={12} />,
        words:
          body.mode === null ? (
            <Trans>{name} lets the AI do as everywhere</Trans>
          ) : (
            <>
              <Trans>{name} set how far the AI may go:</Trans> <ModeName mode={body.mode} />
              {body.effective === body.mode ? null : (
                <>
                  {" ("}
                  <ModeName mode={body.effective} /> · <ModeWhose reason={body.reason} />)
                </>
              )}
            </>
          ),
      };
    case "draft.discarded":
      return {
        tone: "",
        icon: <PenIcon size={12} />,
        words:
          body.reason === undefined ? (
            <Trans>{name} discarded the draft</Trans>
          ) : (
            <>
              <Trans>{name} discarded the draft:</Trans> {body.reason}
            </>
          ),
        decisionId: body.decisionId,
      };
    case "draft.revision-asked":
      return {
        tone: "",
        icon: <PenIcon size={12} />,
        words: (
          <>
            <Trans>{name} asked for another draft:</Trans> {body.instruction}
          </>
        ),
      };
    case "draft.kept":
      return {
        tone: "ai",
        icon: <AiIcon size={12} />,
        words: <DraftKept why={body.why} />,
        decisionId: body.decisionId,
      };
    case "reply.superseded":
      return {
        tone: "ai",
        icon: <AiIcon size={12} />,
        words: (
          <Trans>
            A late answer from <b>Xin</b> was refused,
          </Trans>
        ),
        decisionId: body.decisionId,
      };
    case "act.undone":
      return {
        tone: "",
        icon: <UndoIcon size={12} />,
        words: <Trans>{name} took acts of the AI back,</Trans>,
        decisionId: body.decisionId,
      };
    case "message.retracted":
    case "message.posted":
    case "hidden":
      return null;
  }
};
