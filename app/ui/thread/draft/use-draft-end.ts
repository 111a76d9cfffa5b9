import { useEffect, useRef, useState, type RefObject } from "react";
import type { ThreadState } from "#app/sync/core/thread-state.ts";
import { keepDraft } from "../composer-draft.ts";
import type { PendingDraft } from "../pending-draft.ts";
import { forgetDraftUpdates } from "./draft-pending-store.ts";

/** What this person has done with the draft on the screen. */
export type MyDraft = {
  readonly decisionId: string;
  /** As it stood last. */
  readonly text: string;
  /** This person wrote in it. */
  readonly touched: boolean;
  /** This person has sent it, or is about to. */
  readonly sent: boolean;
};

/** How a draft ended that this person had open, when somebody else ended it. */
export type DraftEnding = {
  readonly how: "sent" | "discarded" | "replaced";
  readonly name: string | null;
  readonly reason: string | null;
  /** What this person wrote in it is in the reply field now. */
  readonly kept: boolean;
  /** The newest seq when it ended. */
  readonly seq: number;
};

type Watched = {
  readonly conversationId: string;
  readonly draft: PendingDraft | null;
  readonly thread: ThreadState;
  readonly memberId: string;
};

/**
 * Notices that the draft on the screen has ended. Whoever wrote in it keeps the words, as an own reply, unless
 * they are what was sent or this person threw them away. Answers where the draft's box writes down what happens
 * in it, how the last one ended, and how to dismiss that.
 */
export const useDraftEnd = ({
  conversationId,
  draft,
  thread,
  memberId,
}: Watched): [RefObject<MyDraft | null>, DraftEnding | null, () => void] => {
  const mine = useRef<MyDraft | null>(null);
  const [ending, setEnding] = useState<DraftEnding | null>(null);
  const decisionId = draft?.decisionId ?? null;
  const revises = draft?.revision?.of ?? null;

  useEffect(() => {
    mine.current = null;
    setEnding(null);
  }, [conversationId]);

  useEffect(() => {
    const last = mine.current;
    if (last === null || last.decisionId === decisionId) return;
    mine.current = null;
    forgetDraftUpdates(last.decisionId);
    // Written anew from what everybody had there; the earlier one is a click away.
    if (revises === last.decisionId) return;
    const end = endOf(thread, last.decisionId);
    const isOwn = end !== null && end.memberId === memberId;
    if (isOwn) return;
    const kept = last.touched && end?.text !== last.text && last.text.trim() !== "";
    if (kept) keepDraft(conversationId, "reply", last.text);
    if (!kept && !last.touched && !last.sent) return;
    setEnding({
      how: end?.how ?? "replaced",
      name: end?.name ?? null,
      reason: end?.reason ?? null,
      kept,
      seq: thread.lastSeq,
    });
  }, [decisionId, revises, thread, conversationId, memberId]);

  // Nobody who has nothing left to do is told of it for longer than it takes to read.
  useEffect(() => {
    if (ending === null || ending.kept) return undefined;
    const timer = setTimeout(() => setEnding(null), noticeMs);
    return () => clearTimeout(timer);
  }, [ending]);
  const isPast = ending !== null && goesOn(thread, ending.seq);
  return [mine, isPast ? null : ending, () => setEnding(null)];
};

/** The log says it as well. */
const noticeMs = 15_000;

/** Whether somebody has written to the other side since: the notice is of a draft before that. */
const goesOn = ({ events }: ThreadState, after: number): boolean =>
  events.some(({ seq, body }) => seq > after && body.type === "message.posted" && !body.note);

/** What ended a decision's draft last. */
const endOf = (thread: ThreadState, decisionId: string) => {
  for (const { body, actor } of thread.events.toReversed()) {
    const by = { name: actor.name, memberId: actor.id };
    if (body.type === "draft.discarded" && body.decisionId === decisionId) {
      return { ...by, how: "discarded", text: null, reason: body.reason ?? null } as const;
    }
    if (body.type === "message.posted" && body.decisionId === decisionId) {
      const text = body.parts.map((part) => part.text).join("\n");
      return { ...by, how: "sent", text, reason: null } as const;
    }
  }
  return null;
};
