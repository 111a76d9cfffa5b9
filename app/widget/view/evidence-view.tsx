/** @jsxImportSource preact */
import { useEffect, useRef } from "preact/hooks";
import type { Citation } from "#contract/conversation-event.ts";
import type { EvidenceModule, EvidenceOptions } from "../evidence/evidence.ts";
import type { Messages } from "../messages/en.ts";
import type { Conversation } from "../sync/conversation.ts";
import { Icon } from "./icon.tsx";
import { loadPart } from "./load-part.ts";
import type { MessageItem } from "./thread-items.ts";

type Props = Pick<EvidenceOptions, "locale" | "callPerson"> & {
  t: Messages;
  /** Origin of the gateway, which has the file that shows it. */
  origin: string;
  /** A passage, or the answer to account for. */
  shown: Citation | MessageItem;
  conversation: Conversation;
  onBack: () => void;
};

/** What an answer was drawn from, over the conversation. What shows it is fetched with it. */
export const EvidenceView = (props: Props) => {
  const { t, origin, shown, conversation, onBack, ...rest } = props;
  const back = useRef<HTMLButtonElement>(null);
  const inside = useRef<HTMLDivElement>(null);
  const isPassage = "quote" in shown;
  const show = useRef(async () => {
    const place = inside.current;
    if (place === null) return;
    try {
      const [module, receipt] = await Promise.all([
        loadPart<EvidenceModule>(origin, "evidence"),
        isPassage ? null : conversation.ask("receipt.read", { seq: shown.seq }),
      ]);
      if (receipt?.ok === false) throw receipt.error;
      const citations = isPassage ? [shown] : shown.citations;
      module.showEvidence({ ...rest, place, receipt, citations });
    } catch {
      place.textContent = t.askFailed;
    }
  });
  useEffect(() => {
    back.current?.focus();
    void show.current();
  }, []);
  const label = isPassage ? t.source(shown.n, shown.title) : t.why;
  return (
    <section class="source" aria-label={label}>
      <button type="button" class="back" ref={back} onClick={onBack}>
        <Icon name="back" size={16} />
        {t.back}
      </button>
      <div class="passage" tabIndex={0} role="group" aria-label={label} ref={inside} />
    </section>
  );
};
