import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { WireError } from "#contract/ack.ts";
import type { DocThread, ThreadAct } from "#contract/doc-thread.ts";
import { useKeptFocus } from "#app/ui/use-kept-focus.ts";
import { ThreadCard } from "./thread-card.tsx";
import { WordsForm } from "./words-form.tsx";

/** A thread, and where its words stand on the page; null where they no longer do. */
export type PlacedThread = { readonly thread: DocThread; readonly at: number | null };

type Props = {
  /** In the order of the page. */
  readonly open: readonly PlacedThread[];
  /** Resolved, accepted and rejected ones, the latest first. */
  readonly decided: readonly DocThread[];
  /** The words a comment is being written on; null for none. */
  readonly commenting: { readonly quote: string } | null;
  readonly openId: string | null;
  readonly memberId: string;
  readonly mayWrite: boolean;
  readonly act: (threadId: string, act: ThreadAct) => Promise<WireError | null>;
  readonly onComment: (words: string) => Promise<WireError | null>;
  readonly onCancel: () => void;
  readonly onShow: (thread: DocThread) => void;
};

/** What is said about the page and suggested for it, beside the text. */
export function PageThreads(props: Props) {
  const { open, decided, commenting, openId, onComment, onCancel, ...card } = props;
  const { t } = useLingui();
  const [isAll, setAll] = useState(false);
  const focus = useKeptFocus<HTMLElement>("button:not(:disabled)");
  return (
    <section className="page-threads" aria-label={t`Comments and suggestions`} {...focus}>
      {commenting === null ? null : (
        <div className="thread-card is-lit">
          <p className="thread-quote">
            <q>{commenting.quote === "" ? t`the whole page` : commenting.quote}</q>
          </p>
          <WordsForm
            label={t`Comment`}
            send={<Trans>Comment</Trans>}
            isWanted
            onSend={onComment}
            onCancel={onCancel}
          />
        </div>
      )}
      <ul>
        {open.map(({ thread, at }) => (
          <ThreadCard
            key={thread.id}
            {...card}
            thread={thread}
            isPlaced={at !== null}
            isOpen={thread.id === openId}
          />
        ))}
        {isAll
          ? decided.map((thread) => (
              <ThreadCard
                key={thread.id}
                {...card}
                thread={thread}
                isPlaced={false}
                isOpen={thread.id === openId}
              />
            ))
          : null}
      </ul>
      {decided.length === 0 ? null : (
        <button
          type="button"
          className="btn sm ghost"
          aria-expanded={isAll}
          onClick={() => setAll(!isAll)}
        >
          {isAll ? (
            <Trans>Hide what is decided</Trans>
          ) : (
            <Plural value={decided.length} one="# decided" other="# decided" />
          )}
        </button>
      )}
    </section>
  );
}
