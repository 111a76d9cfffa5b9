import { Trans } from "@lingui/react/macro";
import type { ReplyStream } from "#app/sync/inbox-state.ts";
import { AiAvatar } from "../avatar.tsx";
import { TypingDots } from "../typing-dots.tsx";

const marks = /\s*\[\d{1,2}\]/g;

/** The AI's words while they are being written. Citations come with the final message. */
export function StreamingItem({ stream }: { readonly stream: ReplyStream }) {
  return (
    <article className="ev o-ai aim streaming" aria-live="off">
      <AiAvatar />
      <div>
        <div className="hd">
          <span className="who">Xin</span>
          <span className="ticks c-ai-t">
            <TypingDots /> <Trans>writing</Trans>
          </span>
        </div>
        <div className="tx words">
          {stream.text.replaceAll(marks, "")}
          <span className="caret caret-ai" />
        </div>
      </div>
    </article>
  );
}
