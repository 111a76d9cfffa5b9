import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useRef } from "react";
import type { QuickReply } from "./matching-replies.ts";

type Props = {
  readonly id: string;
  readonly replies: readonly QuickReply[];
  readonly chosen: number;
  readonly onPick: (reply: QuickReply) => void;
};

/** The id of an entry, for the field that points at the chosen one. */
export const optionId = (menuId: string, index: number): string => `${menuId}-${index}`;

/** The quick replies that fit what is written after the "/". The keys stay with the text field. */
export function QuickReplyMenu({ id, replies, chosen, onPick }: Props) {
  const { t } = useLingui();
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.children[chosen]?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  return (
    <div className="quick-replies">
      <div id={id} ref={list} role="listbox" aria-label={t`Quick replies`}>
        {replies.map((reply, index) => (
          <div
            key={`${reply.name} ${reply.lang ?? ""}`}
            id={optionId(id, index)}
            role="option"
            aria-selected={index === chosen}
            // The field keeps the focus.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onPick(reply)}
          >
            <b>/{reply.name}</b>
            <span className="tr i3" lang={reply.lang ?? undefined}>
              {reply.text}
            </span>
          </div>
        ))}
      </div>
      <p className="xs i3 hm">
        <Trans>Enter puts it in, Esc closes</Trans>
      </p>
    </div>
  );
}
