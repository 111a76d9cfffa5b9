import type { HistoryEvent } from "#db/reads/act-history.ts";
import { type FieldWrite, initialValue, writesOf } from "./conversation-fields.ts";
import { isUndoable } from "./undo-registry.ts";

/** Why an act stays as it is. */
export type SkipReason =
  /** A person or the API has changed the same thing since. */
  | "changed_by_person"
  /** The visitor has: wrote again, or asked for a person. */
  | "changed_by_visitor"
  /** A later act of the AI or an automation has, which is not taken back itself. */
  | "changed_by_later_act"
  | "already_undone"
  /** Nobody but a person did it. */
  | "done_by_person"
  /** It is of a kind that cannot be taken back. */
  | "cannot_be_undone"
  /** Whom it would go back to does not answer in this workspace any more. */
  | "member_gone"
  /** Its words were erased, or the conversation is longer than is gone through. */
  | "not_readable";

/** What would become of an act. */
export type ActResult =
  | { readonly seq: number; readonly undone: true; readonly why: null; readonly whySeq: null }
  | {
      readonly seq: number;
      readonly undone: false;
      readonly why: SkipReason;
      /** The event that stood in the way; null where none did. */
      readonly whySeq: number | null;
    };

/** A part of the conversation that goes back, and the act whose undoing that is. */
export type Restoring = FieldWrite & { readonly actSeq: number };

/** What taking acts back comes to. Nothing is written yet. */
export type UndoPlan = {
  /** In the order they are written: the newest act goes back first. */
  readonly restorings: readonly Restoring[];
  /** One for each act asked for, in their order. */
  readonly results: readonly ActResult[];
  /** Who looks after the conversation once all is done: giving custody back takes it from whoever does. */
  readonly assigneeId: string | null;
};

/**
 * What taking these acts of a conversation back would change. An act goes back when it is the last that changed
 * what it is about; whatever anybody did to the same thing since stays, and the act with it. Parts it changed
 * along the way go back where nobody has touched them. `mayHave` says who may be given the conversation.
 */
export const planUndo = (
  history: readonly HistoryEvent[],
  seqs: readonly number[],
  mayHave: (memberId: string) => boolean,
): UndoPlan => {
  const bySeq = new Map(history.map((event) => [event.seq, event]));
  const gone = undoneSeqs(history);
  const ledger = new FieldLedger(history, gone);
  const restorings: Restoring[] = [];
  const results = new Map<number, ActResult>();
  for (const seq of [...new Set(seqs)].toSorted((a, b) => b - a)) {
    const event = bySeq.get(seq);
    const skip = whyNot(event, gone, ledger, mayHave);
    if (skip !== null) {
      results.set(seq, { seq, undone: false, ...skip });
    } else if (event !== undefined) {
      restorings.push(
        ...ledger.takeBack(event, mayHave).map((write) => ({ ...write, actSeq: seq })),
      );
      results.set(seq, { seq, undone: true, why: null, whySeq: null });
    }
  }
  const assignee = ledger.last("assignee")?.write.value ?? null;
  return {
    restorings,
    results: seqs.flatMap((seq) => results.get(seq) ?? []),
    assigneeId: assignee !== null && mayHave(assignee) ? assignee : null,
  };
};

/** Acts that were taken back before; what took them back is no change of its own. */
const undoneSeqs = (history: readonly HistoryEvent[]): ReadonlySet<number> =>
  new Set(history.flatMap(({ body }) => (body.type === "act.undone" ? body.undone : [])));

const whyNot = (
  event: HistoryEvent | undefined,
  gone: ReadonlySet<number>,
  ledger: FieldLedger,
  mayHave: (memberId: string) => boolean,
): { readonly why: SkipReason; readonly whySeq: number | null } | null => {
  const because = (why: SkipReason, whySeq: number | null = null) => ({ why, whySeq });
  if (event === undefined || event.body.type === "hidden") return because("not_readable");
  if (event.actorKind !== "ai" && event.actorKind !== "automation") {
    return because("done_by_person");
  }
  if (gone.has(event.seq)) return because("already_undone");
  const [primary] = writesOf(event);
  if (!isUndoable(event.body.type) || primary === undefined) return because("cannot_be_undone");
  const last = ledger.last(primary.field);
  if (last === undefined) return because("not_readable");
  if (last.seq !== event.seq) {
    if (primary.field.startsWith("message ")) return because("already_undone", last.seq);
    return because(changedBy[last.actorKind], last.seq);
  }
  const before = ledger.before(primary.field);
  const isGone = before.field === "assignee" && before.value !== null && !mayHave(before.value);
  if (isGone) return because("member_gone");
  // Only people take a conversation from people: there is no act that gives it back for them.
  const isHeld = before.field === "custody" && before.value !== "ai";
  return isHeld ? because("cannot_be_undone") : null;
};

const changedBy: Readonly<Record<HistoryEvent["actorKind"], SkipReason>> = {
  visitor: "changed_by_visitor",
  member: "changed_by_person",
  api: "changed_by_person",
  system: "changed_by_person",
  ai: "changed_by_later_act",
  automation: "changed_by_later_act",
};

type Entry = Pick<HistoryEvent, "seq" | "actorKind"> & { readonly write: FieldWrite };

/** Who changed each part of a conversation, in order, without what was taken back and what took it back. */
class FieldLedger {
  readonly #entries = new Map<FieldWrite["field"], Entry[]>();

  constructor(history: readonly HistoryEvent[], gone: ReadonlySet<number>) {
    const tookBack = new Set(
      history.flatMap(({ body }) => (body.type === "act.undone" ? body.by : [])),
    );
    for (const event of history) {
      const { seq, actorKind } = event;
      if (gone.has(seq) || tookBack.has(seq)) continue;
      for (const write of writesOf(event)) {
        const entries = this.#entries.get(write.field);
        const entry = { seq, actorKind, write };
        if (entries === undefined) this.#entries.set(write.field, [entry]);
        else entries.push(entry);
      }
    }
  }

  last(field: FieldWrite["field"]): Entry | undefined {
    return this.#entries.get(field)?.at(-1);
  }

  /** What a part was before its last change. */
  before(field: FieldWrite["field"]): FieldWrite {
    return this.#entries.get(field)?.at(-2)?.write ?? initialValue(field);
  }

  /** Forgets the event where it was the last, and answers the parts that go back to another value. */
  takeBack(event: HistoryEvent, mayHave: (memberId: string) => boolean): FieldWrite[] {
    return writesOf(event).flatMap((write) => {
      if (this.last(write.field)?.seq !== event.seq) return [];
      const before = this.before(write.field);
      this.#entries.get(write.field)?.pop();
      // What comes along the way goes to nobody rather than to somebody who has left.
      const isGone = before.field === "assignee" && before.value !== null && !mayHave(before.value);
      return before.value === write.value || isGone ? [] : [before];
    });
  }
}
