import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import type { HandOverBrief } from "#contract/hand-over-brief.ts";
import { type Custody, custodyClass } from "./custody.ts";
import { TriedItem } from "./tried-item.tsx";

type Props = {
  readonly brief: HandOverBrief;
  readonly custody: Custody;
  /** Whether it is the last one, and nobody has taken the conversation since. */
  readonly open: boolean;
};

/** What whoever takes the conversation must know: what is asked, what was said, what was tried. */
export function HandOverCard({ brief, custody, open }: Props) {
  const { question, summary, facts, tried } = brief;
  return (
    <div className={`ev brief ${custodyClass[custody]}`}>
      <details className="brief-card" open={open}>
        <summary>
          <Trans>Hand-over</Trans>
          <span className="i3 tr">{question}</span>
        </summary>
        <Part title={<Trans>Asked last</Trans>} shown={question !== ""}>
          <blockquote>{question}</blockquote>
        </Part>
        <Part title={<Trans>So far</Trans>} shown={summary.length > 0}>
          <ul>
            {summary.map(({ by, text }, index) => (
              <li key={`${index} ${text}`}>
                <b>
                  <Speaker by={by} />
                </b>{" "}
                {text}
              </li>
            ))}
          </ul>
        </Part>
        <Part title={<Trans>Given by the visitor</Trans>} shown={facts.length > 0}>
          <p className="brief-facts">
            {facts.map((fact) => (
              <code key={fact}>{fact}</code>
            ))}
          </p>
        </Part>
        <Part title={<Trans>Tried</Trans>} shown={tried.length > 0}>
          <ul>
            {tried.map((one, index) => (
              <li key={`${index} ${one.what}`}>
                <TriedItem tried={one} />
              </li>
            ))}
          </ul>
        </Part>
      </details>
    </div>
  );
}

type PartProps = {
  readonly title: ReactNode;
  readonly shown: boolean;
  readonly children: ReactNode;
};

function Part({ title, shown, children }: PartProps) {
  if (!shown) return null;
  return (
    <section>
      <h4>{title}</h4>
      {children}
    </section>
  );
}

function Speaker({ by }: { readonly by: HandOverBrief["summary"][number]["by"] }) {
  switch (by) {
    case "visitor":
      return <Trans>Visitor:</Trans>;
    case "ai":
      return <>Xin:</>;
    case "team":
      return <Trans>Team:</Trans>;
  }
}
