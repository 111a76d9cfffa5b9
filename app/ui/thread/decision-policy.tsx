import { Trans } from "@lingui/react/macro";
import { Link } from "react-router";
import type { Decision } from "#contract/decision.ts";
import { ClockTime } from "../clock-time.tsx";
import { PolicyIcon } from "../icons.tsx";

/** The policy it was decided under, with the paragraphs that applied. */
export function DecisionPolicy({ decision }: { readonly decision: Decision }) {
  const { policy, rules } = decision;
  if (policy === null) return null;
  return (
    <section>
      <h3>
        <Trans>Policy</Trans>
        <Link className="end m" to={`/policies/${policy.id}?version=${policy.version}`}>
          {policy.name} v{policy.version}
        </Link>
      </h3>
      {rules.map(({ line, text }) => (
        <article key={line} className="card policy-rule">
          <header className="row xs i3">
            <PolicyIcon size={14} />
            <span className="grow" />
            <span className="num">
              <Trans>line {line}</Trans>, {policy.authorName}, <ClockTime at={policy.createdAt} />
            </span>
          </header>
          <p>{text}</p>
        </article>
      ))}
      {rules.length === 0 ? (
        <p className="i3 xs">
          <Trans>No single rule applied. Written by {policy.authorName}.</Trans>
        </p>
      ) : null}
    </section>
  );
}
