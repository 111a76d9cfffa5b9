/** @jsxImportSource preact */
import { useEffect, useRef } from "preact/hooks";
import type { CodeModule, CodeOptions } from "../code/code.ts";
import type { RatingModule, RatingOptions } from "../rating/rating.ts";
import type { Conversation } from "../sync/conversation.ts";
import type { WidgetState } from "../sync/widget-state.ts";
import { loadPart } from "./load-part.ts";

type Props = {
  /** Of the gateway, which has the files. */
  origin: string;
  locale: "en" | "zh";
  state: WidgetState;
  conversation: Conversation;
};

/**
 * What few visitors see, fetched then and shown anew at each drawing: how a conversation was once it is closed, or
 * the code that proves an address, which nobody is asked for in a closed one.
 */
export const LaterView = ({ origin, locale, state, conversation }: Props) => {
  const inside = useRef<HTMLDivElement>(null);
  const events = state.thread?.events ?? [];
  const last = events.findLast(({ body }) => /^conversation\.re[so]/.test(body.type));
  const closedSeq = state.asksRating && last?.body.type.endsWith("resolved") ? last.seq : 0;
  const items = state.outbox;
  const name = closedSeq > 0 ? "rating" : "code";
  useEffect(() => {
    const place = inside.current;
    if (place === null) return;
    const options: RatingOptions & CodeOptions = {
      place,
      locale,
      events,
      items,
      closedSeq,
      rate: (rating) => conversation.rate(rating),
      ask: conversation.ask,
    };
    loadPart<Partial<RatingModule & CodeModule>>(origin, name).then(
      (part) => (part.showRating ?? part.showCode)?.(options),
      () => {},
    );
  });
  return (
    (closedSeq > 0 || events.some(({ body }) => body.type.startsWith("id"))) && (
      <div key={name} ref={inside} />
    )
  );
};
