import { useEffect, useState } from "react";
import type { WireError } from "#contract/ack.ts";

/** Kinds of acts that can be taken back. */
export const actTypes = [
  ...(["message.posted", "draft.proposed", "conversation.handed-over"] as const),
  ...(["conversation.assigned", "conversation.resolved", "conversation.reopened"] as const),
  "conversation.tags-changed" as const,
];
export type ActType = (typeof actTypes)[number];

/** What an undo would do, in figures. */
export type PreviewFigures = {
  readonly undone: number;
  readonly skipped: number;
  readonly skips: readonly { readonly why: string; readonly count: number }[];
};

type Fields = Readonly<Record<string, string>>;

/** Asks what an undo would change, again for other fields, and starts it. Null fields ask nothing. */
export const usePreview = (fields: Fields | null) => {
  const [preview, setPreview] = useState<PreviewFigures | null>(null);
  const [problem, setProblem] = useState<WireError | null>(null);
  const [isBusy, setBusy] = useState(false);
  const asked = fields === null ? null : new URLSearchParams(fields).toString();
  useEffect(() => {
    setPreview(null);
    setProblem(null);
    if (asked === null) return undefined;
    const stop = new AbortController();
    const body = new URLSearchParams(asked);
    body.set("intent", "preview");
    void send<PreviewFigures>(body, stop.signal).then((answer) => {
      if (stop.signal.aborted) return;
      if ("error" in answer) setProblem(answer.error);
      else setPreview(answer);
    });
    return () => stop.abort();
  }, [asked]);
  const start = async (reason: string): Promise<boolean> => {
    setBusy(true);
    setProblem(null);
    const body = new URLSearchParams(asked ?? "");
    body.set("reason", reason);
    const answer = await send<object>(body);
    setBusy(false);
    if ("error" in answer) setProblem(answer.error);
    return !("error" in answer);
  };
  return { preview, problem, isBusy, start };
};

type Refused = { readonly error: WireError };

const send = async <T extends object>(
  body: URLSearchParams,
  signal?: AbortSignal,
): Promise<T | Refused> => {
  const options = { method: "POST", body, ...(signal === undefined ? {} : { signal }) };
  try {
    const answer = await fetch("/decisions/undo", options);
    return (await answer.json()) as T | Refused;
  } catch {
    return { error: { kind: "unavailable", message: "" } };
  }
};
