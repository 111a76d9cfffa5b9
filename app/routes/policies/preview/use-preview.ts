import { useEffect, useRef, useState, type RefObject } from "react";
import type { Decision } from "#contract/decision.ts";
import type { ChannelLook } from "#contract/session-start.ts";
import { readLines } from "#app/ui/read-lines.ts";
import { mountPreview } from "./mount-preview.ts";
import type { PreviewEffect, PreviewLine } from "./preview-answer.ts";
import { openPreviewLink } from "./preview-link.ts";
import { previewMemory, previewOutbox } from "./preview-storage.ts";

/** An answer of the preview, with why it came about. */
export type PreviewedAnswer = {
  readonly id: string;
  readonly effect: PreviewEffect;
  readonly decision: Decision;
};

type Wanted = {
  /** The policy as it stands in the editor. */
  readonly text: string;
  readonly policyId: string;
  readonly look: ChannelLook;
  readonly locale: "en" | "zh";
  readonly launcher: RefObject<HTMLElement | null>;
  readonly onClose: () => void;
};

/** The preview as far as it has come. */
export type Preview = {
  readonly host: RefObject<HTMLDivElement | null>;
  readonly isLoading: boolean;
  /** Oldest first. */
  readonly answers: readonly PreviewedAnswer[];
  /** Why the last question has no answer; null when it has. */
  readonly trouble: PreviewTrouble | null;
};

/** The widget did not load, the page has so many problems, or the answer did not come. */
export type PreviewTrouble =
  | { readonly kind: "unloaded" }
  | { readonly kind: "unreadable"; readonly problems: number }
  | { readonly kind: "failed" };

/** Puts the real widget into `host`, with a pretended visitor. A change of language begins anew. */
export const usePreview = (wanted: Wanted): Preview => {
  const { look, locale, policyId, launcher } = wanted;
  const host = useRef<HTMLDivElement>(null);
  const [isLoading, setLoading] = useState(true);
  const [answers, setAnswers] = useState<readonly PreviewedAnswer[]>([]);
  const [trouble, setTrouble] = useState<PreviewTrouble | null>(null);
  // What the next question is asked under: the newest text, without a new widget for each letter.
  const newest = useRef(wanted);
  useEffect(() => {
    newest.current = wanted;
  });
  useEffect(() => {
    const place = host.current;
    if (place === null || launcher.current === null) return undefined;
    const element = document.createElement("div");
    element.className = "preview-widget";
    place.replaceChildren(element);
    let isGone = false;
    const onLine = (id: string, line: PreviewLine) => {
      if (isGone) return;
      if (line.type === "unreadable") setTrouble({ kind: "unreadable", problems: line.problems });
      if (line.type === "failed") setTrouble({ kind: "failed" });
      if (line.type !== "end") return;
      setTrouble(null);
      const { effect, decision } = line;
      setAnswers((before) => [...before, { id, effect, decision }]);
    };
    const ask: Parameters<typeof openPreviewLink>[0]["ask"] = (question, signal) =>
      readLines<PreviewLine>(
        fetch(`/policies/${policyId}/preview`, {
          method: "POST",
          body: new URLSearchParams({
            asked: JSON.stringify({ ...question, text: newest.current.text }),
          }),
          signal,
        }),
      );
    const mounted = mountPreview({
      host: element,
      locale,
      launcher: launcher.current,
      brand: look.brand,
      onClose: () => {
        if (!isGone) newest.current.onClose();
      },
      pretended: {
        openLink: (events) => openPreviewLink({ look, locale, ask, onLine }, events),
        memory: previewMemory(),
        outboxStore: previewOutbox(),
      },
    });
    mounted.then(
      () => isGone || setLoading(false),
      () => isGone || setTrouble({ kind: "unloaded" }),
    );
    return () => {
      isGone = true;
      setAnswers([]);
      setTrouble(null);
      void mounted.then((preview) => preview.forget()).catch(() => {});
    };
  }, [look, locale, policyId, launcher]);
  return { host, isLoading, answers, trouble };
};
