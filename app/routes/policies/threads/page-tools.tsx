import { Plural, Trans, useLingui } from "@lingui/react/macro";
import type { WireError } from "#contract/ack.ts";
import { CommentIcon, PencilIcon, PersonIcon } from "#app/ui/icons.tsx";
import { AuthorLine } from "../authors/author-line.tsx";
import type { useAuthors } from "../authors/use-authors.ts";
import { GenerateTests } from "../generated/generate-tests.tsx";
import { ThreadProblem } from "./thread-problem.tsx";

type Props = {
  readonly policyId: string;
  readonly authors: ReturnType<typeof useAuthors>;
  readonly isSuggesting: boolean;
  /** How many suggestions stand beside the page and are not sent. */
  readonly unsent: number;
  readonly problem: WireError | null;
  readonly onComment: () => void;
  readonly onSuggest: (isOn: boolean) => void;
  readonly onSend: () => void;
};

/** Comments on what is selected, and says whether what is typed goes into the page or beside it. */
export function PageTools({
  policyId,
  authors,
  isSuggesting,
  unsent,
  problem,
  onComment,
  onSuggest,
  onSend,
}: Props) {
  const { t } = useLingui();
  const toggle = (): void => {
    if (isSuggesting && unsent > 0 && !confirm(t`Discard the suggestions you have not sent?`))
      return;
    onSuggest(!isSuggesting);
  };
  return (
    <div className="page-tools">
      <button
        type="button"
        className="btn sm"
        title={t`Comment on the selected words (Ctrl+Alt+M)`}
        onClick={onComment}
      >
        <CommentIcon size={14} />
        <Trans>Comment</Trans>
      </button>
      <button type="button" className="btn sm" aria-pressed={isSuggesting} onClick={toggle}>
        <PencilIcon size={14} />
        <Trans>Suggest changes</Trans>
      </button>
      {isSuggesting ? null : <GenerateTests policyId={policyId} />}
      <button
        type="button"
        className="btn sm"
        aria-pressed={authors.isOn}
        title={t`Show who wrote which line`}
        onClick={authors.toggle}
      >
        <PersonIcon size={14} />
        <Trans>Authors</Trans>
      </button>
      {isSuggesting ? (
        <>
          <span className="xs i3">
            <Trans>What you write stays beside the page until you send it.</Trans>
          </span>
          <button type="button" className="btn sm pri end" disabled={unsent === 0} onClick={onSend}>
            <Plural
              value={unsent}
              _0="Nothing to send yet"
              one="Send # suggestion"
              other="Send # suggestions"
            />
          </button>
        </>
      ) : null}
      {problem === null ? null : <ThreadProblem problem={problem} />}
      {authors.isOn ? <AuthorLine policyId={policyId} state={authors.state} /> : null}
    </div>
  );
}
