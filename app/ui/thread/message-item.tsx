import { Plural, Trans, useLingui } from "@lingui/react/macro";
import type { EventBody } from "#contract/conversation-event.ts";
import { AiAvatar, Avatar } from "../avatar.tsx";
import { ClockTime } from "../clock-time.tsx";
import { AiIcon, DoubleCheckIcon, LockIcon, UndoIcon } from "../icons.tsx";
import { contactName } from "../inbox/contact-name.ts";
import { useInboxStore } from "#app/sync/use-inbox.tsx";
import { upstream } from "#contract/names.ts";
import { custodyClass } from "./custody.ts";
import { SaveTest } from "./save-test/save-test.tsx";
import type { EventItemProps } from "./event-item-props.ts";
import { MessageText } from "./message-text.tsx";

type Message = Extract<EventBody, { type: "message.posted" }>;

/** A message of the log: a visitor's, the AI's, a member's, or a note. */
export function MessageItem(props: EventItemProps & { readonly body: Message }) {
  const { event, body, custody, row, member } = props;
  const { t } = useLingui();
  const kind = event.actor.kind;
  const visitor = kind === "visitor";
  const name = visitor
    ? contactName(row.contact, t`Visitor`)
    : kind === "ai"
      ? "Xin"
      : (event.actor.name ?? "Xin");
  const className = `ev ${custodyClass[custody]}${visitor ? " vis" : kind === "ai" ? " aim" : " op"}`;
  const avatar =
    kind === "ai" ? (
      <AiAvatar />
    ) : (
      <Avatar name={name} {...(visitor ? {} : { memberId: event.actor.id ?? name })} />
    );
  const mine = kind === "member" && event.actor.id === member.id;
  const text = body.parts.map((part) => part.text).join("\n");
  const words = body.retracted ? (
    <span className="i3 retracted">
      <UndoIcon size={14} /> <Trans>Taken back. The visitor no longer sees it.</Trans>
    </span>
  ) : (
    <MessageText
      text={text}
      citations={body.citations}
      lit={props.litCitation}
      setLit={props.setLitCitation}
      onCitation={body.decisionId === null ? undefined : () => props.openWhy(body.decisionId)}
    />
  );
  if (body.note) {
    return (
      <article className={className} lang={row.locale} data-seq={event.seq}>
        {avatar}
        <div className="note">
          <div className="hd">
            <LockIcon size={14} />
            <span className="who">{name}</span>
            <ClockTime at={event.at} kind="clock" />
            <span className="xs tr">
              <Trans>Note, team only</Trans>
            </span>
          </div>
          <div className="words">{words}</div>
        </div>
      </article>
    );
  }
  return (
    <article className={className} data-seq={event.seq}>
      {avatar}
      <div>
        <div className="hd">
          <span className="who">{name}</span>
          {kind === "ai" ? <span className="vh">{t`AI`}</span> : null}
          <ClockTime at={event.at} kind="clock" />
          {visitor || body.retracted ? null : <Ticks seen={row.visitorSeenSeq >= event.seq} />}
          {mine && !body.retracted && row.visitorSeenSeq < event.seq ? (
            <TakeBack conversationId={row.id} seq={event.seq} />
          ) : null}
          {body.retracted ? null : <SaveTest conversationId={row.id} seq={event.seq} />}
        </div>
        <div className="tx words" lang={row.locale}>
          {words}
        </div>
        {body.decisionId === null ? null : (
          <AiFoot {...props} decisionId={body.decisionId} sources={body.citations.length} />
        )}
      </div>
    </article>
  );
}

function Ticks({ seen }: { readonly seen: boolean }) {
  return (
    <span className={seen ? "ticks seen" : "ticks"}>
      <DoubleCheckIcon size={14} />
      {seen ? <Trans>Seen</Trans> : <Trans>Delivered</Trans>}
    </span>
  );
}

/** Offered until the visitor has seen the message. */
function TakeBack({
  conversationId,
  seq,
}: {
  readonly conversationId: string;
  readonly seq: number;
}) {
  const { t } = useLingui();
  const store = useInboxStore();
  return (
    <button
      type="button"
      className="take-back"
      title={t`The visitor has not seen it yet`}
      onClick={() => void store?.act(upstream.retractMessage, { conversationId, targetSeq: seq })}
    >
      <Trans>Take back</Trans>
    </button>
  );
}

function AiFoot(props: EventItemProps & { readonly decisionId: string; readonly sources: number }) {
  const { decisionId, why, openWhy, sources } = props;
  const open = why === decisionId;
  return (
    <div className="foot">
      <button
        type="button"
        className={open ? "why on" : "why"}
        aria-expanded={open}
        data-why={decisionId}
        onClick={() => openWhy(open ? null : decisionId)}
      >
        <AiIcon size={12} />
        <Trans>Why</Trans>
      </button>
      {sources === 0 ? null : (
        <span>
          <Plural value={sources} one="# source" other="# sources" />
        </span>
      )}
    </div>
  );
}
