/** @jsxImportSource preact */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Citation } from "#contract/conversation-event.ts";
import type { Messages } from "../messages/en.ts";
import type { Conversation } from "../sync/conversation.ts";
import { custody, type WidgetState } from "../sync/widget-state.ts";
import { AwayNotice } from "./away-notice.tsx";
import { isComposing } from "./composer.tsx";
import { ConnectionNotice } from "./connection-notice.tsx";
import { EvidenceView } from "./evidence-view.tsx";
import { keepFocusInside } from "./keep-focus-inside.ts";
import type { MessageActions } from "./message-view.tsx";
import { PanelFooter } from "./panel-footer.tsx";
import { PanelHeader } from "./panel-header.tsx";
import { LaterView } from "./later-view.tsx";
import type { MessageItem } from "./thread-items.ts";
import { ThreadView } from "./thread-view.tsx";
import { useAfter } from "./use-after.ts";
import { useFullScreen } from "./use-full-screen.ts";

type Props = {
  id: string;
  /** Of the gateway. */
  origin: string;
  conversation: Conversation;
  state: WidgetState;
  locale: "en" | "zh";
  t: Messages;
  text: string;
  onText: (text: string) => void;
  onClose: () => void;
};

/** The open panel. */
export const PanelView = (props: Props) => {
  const { id, origin, conversation, state, locale, t, text, onText, onClose } = props;
  const dialog = useRef<HTMLElement>(null);
  const input = useRef<HTMLTextAreaElement>(null);
  const followsEnd = useRef(true);
  /** What lies over the thread: a passage, or the answer whose receipt is shown. */
  const [shown, setShown] = useState<Citation | MessageItem | null>(null);
  const opener = useRef<Element | null>(null);
  const fullScreen = useFullScreen(dialog);
  const offline = useAfter(state.link === "down" || state.link === "connecting", 2_000);
  useEffect(() => {
    const field = input.current;
    (field === null || field.disabled ? dialog.current : field)?.focus();
  }, []);

  const send = (words: string) => {
    followsEnd.current = true;
    return conversation.send(words);
  };
  const actions = useMemo(
    (): MessageActions => ({
      onShow: (wanted) => {
        const root = dialog.current?.getRootNode();
        opener.current = root instanceof ShadowRoot ? root.activeElement : null;
        setShown(wanted);
      },
      onRetry: (clientId) => conversation.retry(clientId),
      onDiscard: (clientId) => conversation.discard(clientId),
    }),
    [conversation],
  );
  const goBack = () => {
    setShown(null);
    // After the thread is no longer inert.
    requestAnimationFrame(() => {
      if (opener.current instanceof HTMLElement) opener.current.focus();
    });
  };
  const askPerson = () => {
    followsEnd.current = true;
    conversation.requestPerson();
    if (shown !== null) goBack();
  };
  useEffect(() => {
    const panel = dialog.current;
    if (panel === null) return;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === "Tab" && fullScreen) keepFocusInside(panel, event);
      if (event.key !== "Escape" || isComposing(event)) return;
      event.stopPropagation();
      if (shown === null) onClose();
      else goBack();
    };
    panel.addEventListener("keydown", onKeyDown);
    return () => panel.removeEventListener("keydown", onKeyDown);
  });
  const titleId = `${id}-title`;
  return (
    <section
      id={id}
      class="panel"
      role="dialog"
      aria-label={state.look === null ? t.dialogUnnamed : t.dialog(state.look.name)}
      aria-modal={fullScreen}
      lang={locale}
      tabIndex={-1}
      ref={dialog}
    >
      <PanelHeader state={state} titleId={titleId} offline={offline} t={t} onClose={onClose} />
      <div class="body">
        <ThreadView
          state={state}
          locale={locale}
          t={t}
          followsEnd={followsEnd}
          covered={shown !== null}
          actions={actions}
          onAsk={(question) => {
            send(question);
            input.current?.focus();
          }}
          onEarlier={() => conversation.loadEarlier()}
          onSeen={() => {
            if (document.visibilityState === "visible") conversation.markSeen();
          }}
        />
        {shown !== null && (
          <EvidenceView
            origin={origin}
            locale={locale}
            t={t}
            shown={shown}
            conversation={conversation}
            callPerson={custody(state).holder === "ai" && askPerson}
            onBack={goBack}
          />
        )}
      </div>
      <ConnectionNotice state={state} offline={offline} t={t} />
      <AwayNotice state={state} t={t} onEmail={(email) => conversation.leaveEmail(email)} />
      <LaterView origin={origin} locale={locale} state={state} conversation={conversation} />
      <PanelFooter
        state={state}
        t={t}
        text={text}
        input={input}
        onText={(words) => {
          onText(words);
          conversation.typing(words.trim() !== "");
        }}
        onSend={() => {
          if (send(text)) onText("");
        }}
        onPerson={askPerson}
        onStop={() => conversation.stopReply()}
      />
    </section>
  );
};
