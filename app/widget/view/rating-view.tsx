/** @jsxImportSource preact */
import { useEffect, useRef } from "preact/hooks";
import type { RatingModule } from "../rating/rating.ts";
import type { Conversation } from "../sync/conversation.ts";
import type { WidgetState } from "../sync/widget-state.ts";

type Props = {
  /** Of the gateway, which has the file that asks. */
  origin: string;
  locale: "en" | "zh";
  state: WidgetState;
  conversation: Conversation;
};

/** A browser may keep the failure of an address, so each attempt has its own. */
let attempts = 0;

/** Asks how a conversation was once it is closed. What asks is fetched then, and is shown anew at each drawing. */
export const RatingView = ({ origin, locale, state, conversation }: Props) => {
  const inside = useRef<HTMLDivElement>(null);
  const events = state.thread?.events ?? [];
  const last = events.findLast(({ body }) => /^conversation\.re[so]/.test(body.type));
  const closedSeq = state.asksRating && last?.body.type.endsWith("resolved") ? last.seq : 0;
  const items = state.outbox;
  useEffect(() => {
    const place = inside.current;
    if (place === null) return;
    import(/* @vite-ignore */ `${origin}/w/rating.js?${attempts}`).then(
      ({ showRating }: RatingModule) =>
        showRating({
          place,
          locale,
          events,
          items,
          closedSeq,
          rate: (rating) => conversation.rate(rating),
        }),
      () => {
        attempts += 1;
      },
    );
  });
  return closedSeq > 0 && <div ref={inside} />;
};
