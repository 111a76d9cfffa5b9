/** @jsxImportSource preact */
import type { Citation } from "#contract/conversation-event.ts";
import type { Messages } from "../messages/en.ts";
import { AiAvatar, PersonAvatar } from "./avatar.tsx";
import { Icon, type IconName } from "./icon.tsx";
import { clockTime } from "./moment.ts";
import { answerBlocks, plainBlocks } from "./rich-text.ts";
import { TextBlocks } from "./text-blocks.tsx";
import type { MessageItem, MessageStatus } from "./thread-items.ts";

/** What a message lets the visitor do. */
export type MessageActions = {
  /** Shows a passage, or what an answer was drawn from. */
  onShow: (wanted: Citation | MessageItem) => void;
  onRetry: (clientId: string) => void;
  onDiscard: (clientId: string) => void;
};

type Props = { item: MessageItem; t: Messages; actions: MessageActions };

/** One message with the name above it and, for the visitor's own, its status below. */
export const MessageView = (props: Props) => {
  const { item, t } = props;
  return (
    <div class={`msg ${item.from === "me" ? "me" : "them"}${item.startsRun ? " first" : ""}`}>
      {item.from === "me" ? (
        <span class="vh">{t.you}: </span>
      ) : (
        item.startsRun && <Author item={item} t={t} />
      )}
      <Bubble {...props} />
      {item.status !== null && item.endsRun && <Status {...props} status={item.status} />}
    </div>
  );
};

/** Who wrote it, and when. The AI always says that it is one. */
const Author = ({ item, t }: { item: MessageItem; t: Messages }) => {
  const name = item.from === "ai" ? t.aiName(item.name) : (item.name ?? t.personUnnamed);
  return (
    <div class="meta">
      {item.from === "ai" ? <AiAvatar /> : <PersonAvatar name={name} />}
      <span class="who">{name}</span>
      <time dateTime={item.at}>{clockTime(item.at, t)}</time>
    </div>
  );
};

const Bubble = ({ item, t, actions }: Props) => {
  if (item.retracted) {
    return (
      <div class="bubble gone">
        <Icon name="retracted" size={14} />
        {t.retracted}
      </div>
    );
  }
  const numbers = new Set(item.citations.map(({ n }) => n));
  const blocks = item.from === "me" ? plainBlocks(item.text) : answerBlocks(item.text, numbers);
  return (
    <div class="bubble" dir="auto">
      <TextBlocks blocks={blocks} citations={item.citations} t={t} onSource={actions.onShow} />
      {item.citations.length > 0 && <Sources item={item} t={t} actions={actions} />}
      {item.isAnswer && (
        <button type="button" class="link" onClick={() => actions.onShow(item)}>
          {t.why}
        </button>
      )}
    </div>
  );
};

/** The passages an answer rests on. */
const Sources = ({ item, t, actions }: Props) => (
  <ul class="sources" aria-label={t.sources}>
    {item.citations.map((citation) => (
      <li key={citation.n}>
        <button type="button" onClick={() => actions.onShow(citation)}>
          <span class="ct" aria-hidden="true">
            {citation.n}
          </span>
          <span class="grow">{citation.title}</span>
          <Icon name="opens" size={14} />
        </button>
      </li>
    ))}
  </ul>
);

const statusIcons: Record<MessageStatus, IconName> = {
  sending: "clock",
  waiting: "clock",
  sent: "sent",
  delivered: "seen",
  seen: "seen",
  failed: "failed",
};

const Status = ({ item, t, status, actions }: Props & { status: MessageStatus }) => {
  const { clientId } = item;
  const words: Record<MessageStatus, string> = {
    sending: t.sending,
    waiting: t.waiting,
    sent: t.sent,
    delivered: t.delivered,
    seen: t.seen,
    failed: item.refused === "too_large" ? t.tooLong : t.notSent,
  };
  return (
    <div class={`meta status ${status}`}>
      {(status === "delivered" || status === "seen") && (
        <time dateTime={item.at}>{clockTime(item.at, t)}</time>
      )}
      <Icon name={statusIcons[status]} size={14} />
      <span>{words[status]}</span>
      {status === "failed" && clientId !== null && (
        <>
          <button type="button" class="link" onClick={() => actions.onRetry(clientId)}>
            {t.retry}
          </button>
          <button type="button" class="link" onClick={() => actions.onDiscard(clientId)}>
            {t.discard}
          </button>
        </>
      )}
    </div>
  );
};
