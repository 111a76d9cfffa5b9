import { Trans } from "@lingui/react/macro";
import { useState } from "react";
import type { WireError } from "#contract/ack.ts";
import type { ConversationRow } from "#contract/conversation-row.ts";
import { upstream } from "#contract/names.ts";
import { useInboxStore } from "#app/sync/use-inbox.tsx";
import { ClockTime } from "../clock-time.tsx";
import { ErrorText } from "../error-text.tsx";

type Answer = { readonly againAt: string | null } | { readonly error: WireError };

/** Whether the visitor's address is proven, and a button that has them prove it by a code. */
export function ContactProof({ row }: { readonly row: ConversationRow }) {
  const store = useInboxStore();
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [isBusy, setBusy] = useState(false);
  const { email, verified } = row.contact;
  const ask = async () => {
    if (store === null || isBusy) return;
    setBusy(true);
    const told = await store.act(upstream.sendCode, { conversationId: row.id });
    setBusy(false);
    setAnswer(told.ok ? { againAt: told.againAt } : { error: told.error });
  };
  if (verified != null && (email === null || verified.email === email.toLowerCase())) {
    return (
      <p className="contact-proof st ok xs">
        <Trans>
          Proven by a code, <ClockTime at={verified.at} />
        </Trans>
      </p>
    );
  }
  return (
    <div className="contact-proof">
      <button type="button" className="btn sm" aria-disabled={isBusy} onClick={() => void ask()}>
        <Trans>Ask for proof by code</Trans>
      </button>
      <p className="xs i3" role="status">
        {answer === null ? null : "error" in answer ? (
          answer.error.kind === "conflict" ? (
            <Trans>
              No code was sent: the visitor has given no address, or no mail goes out of this
              workspace (Settings, Mail).
            </Trans>
          ) : (
            <ErrorText error={answer.error} />
          )
        ) : answer.againAt === null ? (
          <Trans>A code is on its way.</Trans>
        ) : (
          <Trans>
            Another code can be sent at <ClockTime at={answer.againAt} />.
          </Trans>
        )}
      </p>
    </div>
  );
}
