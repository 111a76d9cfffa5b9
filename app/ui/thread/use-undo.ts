import { useRef, useState } from "react";
import type { WireError } from "#contract/ack.ts";
import { newId } from "#app/sync/core/new-id.ts";

/** What to take back: the fields of the request. */
export type UndoFields = Readonly<Record<string, string>>;

/** Takes acts back at the press of a button. A press that got no answer is the same request when it is repeated. */
export const useUndo = (onDone: () => void) => {
  const [busy, setBusy] = useState<string | null>(null);
  const [problem, setProblem] = useState<WireError | null>(null);
  const unanswered = useRef(new Map<string, string>());
  const undo = async (fields: UndoFields): Promise<void> => {
    const name = JSON.stringify(fields);
    const undoId = unanswered.current.get(name) ?? newId();
    unanswered.current.set(name, undoId);
    setBusy(name);
    setProblem(null);
    const body = new URLSearchParams({ ...fields, undoId });
    const answer = await fetch("/decisions/undo", { method: "POST", body }).catch(() => undefined);
    setBusy(null);
    if (answer === undefined) {
      setProblem({ kind: "unavailable", message: "" });
      return;
    }
    unanswered.current.delete(name);
    if (answer.ok) onDone();
    else setProblem(await errorOf(answer));
  };
  return { busy: busy !== null, problem, undo };
};

const errorOf = async (answer: Response): Promise<WireError> => {
  const body = (await answer.json().catch(() => ({}))) as { readonly error?: WireError };
  return body.error ?? { kind: "internal", message: "" };
};
