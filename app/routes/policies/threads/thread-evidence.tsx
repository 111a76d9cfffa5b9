import { Plural, Trans } from "@lingui/react/macro";
import { Link } from "react-router";
import type { EditPattern } from "#contract/doc-thread.ts";

/** Decisions that are named one by one. */
const mostNamed = 5;

/** What a suggestion of Xin's comes from: what people did to drafts, and to which. */
export function ThreadEvidence({ evidence }: { readonly evidence: EditPattern }) {
  const { kind, words, decisionIds } = evidence;
  const count = decisionIds.length;
  return (
    <div className="thread-evidence xs i2">
      <p>
        {kind === "removed" ? (
          <Plural
            value={count}
            one="Taken out of # draft before it was sent"
            other="Taken out of # drafts before they were sent"
          />
        ) : kind === "added" ? (
          <Plural
            value={count}
            one="Added to # draft before it was sent"
            other="Added to # drafts before they were sent"
          />
        ) : (
          <Plural
            value={count}
            one="# draft was discarded for it"
            other="# drafts were discarded for it"
          />
        )}
      </p>
      <q>{words}</q>
      <p>
        {decisionIds.slice(0, mostNamed).map((id, index) => (
          <Link key={id} className="link" to={`/decisions/${id}`}>
            <Trans>Decision {index + 1}</Trans>
          </Link>
        ))}
      </p>
    </div>
  );
}
