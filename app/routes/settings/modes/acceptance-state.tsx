import { Plural, Trans } from "@lingui/react/macro";
import { Form, Link } from "react-router";
import type { ModeState } from "#engine/modes/read-mode-state.ts";
import { ClockTime } from "#app/ui/clock-time.tsx";

type Props = Pick<ModeState, "acceptance" | "fallbacks"> & { readonly mayReturn: boolean };

/** How the answers fare that went out by themselves, and when they were held back. */
export function AcceptanceState({ acceptance, fallbacks, mayReturn }: Props) {
  const { answers, wrong, lookedAt } = acceptance;
  const [atLeast, atMost, least] = [acceptance.atLeast, acceptance.atMost, acceptance.least].map(
    (share) => Math.round(share * 1000) / 10,
  );
  const [latest] = fallbacks;
  const isOpen = latest !== undefined && latest.returnedAt === null;
  return (
    <section>
      <h2>
        <Trans>Answers sent by the AI itself</Trans>
      </h2>
      {answers === 0 ? (
        <p className="i3">
          <Trans>None were sent yet since the count began.</Trans>
        </p>
      ) : (
        <p>
          <Plural
            value={wrong}
            one={`Of the newest ${answers}, people took back or took over # answer.`}
            other={`Of the newest ${answers}, people took back or took over # answers.`}
          />{" "}
          <Trans>
            Between {atLeast}% and {atMost}% are right.
          </Trans>
        </p>
      )}
      <p className="i3">
        <Trans>
          The newest {lookedAt} count. When fewer than {least}% are right with 99% certainty,
          nothing is sent any more: what would be sent becomes a draft.
        </Trans>
      </p>
      {isOpen && mayReturn ? (
        <Form method="post">
          <input type="hidden" name="intent" value="return" />
          <button type="submit" className="btn">
            <Trans>Return to auto</Trans>
          </button>
        </Form>
      ) : null}
      {fallbacks.length === 0 ? null : (
        <ul className="modes-list">
          {fallbacks.map(({ id, decisionId, fellAt, returnedAt, returnedBy, ...past }) => (
            <li key={id} className="row">
              <span className="grow">
                <Trans>
                  <ClockTime at={fellAt} />: {past.wrong} of {past.answers} were not let stand
                </Trans>
                <span className="xs i3 modes-set-by">
                  {returnedAt === null ? (
                    <Trans>Held back since then</Trans>
                  ) : (
                    <Trans>
                      {returnedBy} returned to auto, <ClockTime at={returnedAt} />
                    </Trans>
                  )}
                </span>
              </span>
              <Link className="link" to={`/decisions/${decisionId}`}>
                <Trans>Decision</Trans>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
