import { Trans } from "@lingui/react/macro";
import { Link } from "react-router";
import type { DecisionFilter } from "#db/reads/decision-filter.ts";
import { searchOf } from "./decision-address.ts";

/** Why the list is empty: the filters leave nothing, or nothing was decided yet. */
export function NoDecisions({ filter }: { readonly filter: DecisionFilter }) {
  if (searchOf(filter).size > 0) {
    return (
      <section className="empty">
        <h2>
          <Trans>No decision fits these filters</Trans>
        </h2>
        <p>
          <Link className="link" to="/decisions">
            <Trans>Show all decisions</Trans>
          </Link>
        </p>
      </section>
    );
  }
  return (
    <section className="empty">
      <h2>
        <Trans>Nothing was decided yet</Trans>
      </h2>
      <p>
        <Trans>
          Each time the AI answers, drafts or hands over, what it did and why is recorded here.
        </Trans>
      </p>
    </section>
  );
}
