import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { ReplyPreview } from "#engine/reply/preview-reply.ts";
import { MessageText } from "#app/ui/thread/message-text.tsx";
import { AiIcon, HandOverIcon, PenIcon, StopIcon } from "#app/ui/icons.tsx";

/** What a visitor would get, with the passages it rests on. */
export function Would({
  preview,
  locale,
}: {
  readonly preview: ReplyPreview;
  readonly locale: "en" | "zh";
}) {
  const { t } = useLingui();
  const { text, citations, ruled } = preview;
  const [lit, setLit] = useState<string | null>(null);
  return (
    <section className="would" tabIndex={0} aria-label={t`What a visitor would get`}>
      <Outcome outcome={preview.outcome} />
      {ruled ? (
        <span className="xs i3">
          {" "}
          <Trans>by a rule of the policy, whatever is found</Trans>
        </span>
      ) : null}
      {text === null ? null : (
        <p lang={locale}>
          <MessageText text={text} citations={citations} lit={lit} setLit={setLit} />
        </p>
      )}
      {citations.length === 0 ? null : (
        <p className="xs i3">
          {citations.map(({ n, title, heading }) => (
            <span key={n} className="would-cite">
              <span className="ct">{n}</span> {title}
              {heading === null ? null : ` › ${heading}`}
            </span>
          ))}
        </p>
      )}
    </section>
  );
}

function Outcome({ outcome }: { readonly outcome: ReplyPreview["outcome"] }) {
  switch (outcome) {
    case "answers":
      return (
        <span className="st ai">
          <AiIcon size={12} />
          <Trans>Would answer</Trans>
        </span>
      );
    case "drafts":
      return (
        <span className="st ai">
          <PenIcon size={12} />
          <Trans>Would write a draft</Trans>
        </span>
      );
    case "hands-over":
      return (
        <span className="st warn">
          <HandOverIcon size={12} />
          <Trans>Would hand over</Trans>
        </span>
      );
    case "off":
      return (
        <span className="st">
          <StopIcon size={12} />
          <Trans>The AI is off</Trans>
        </span>
      );
  }
}
