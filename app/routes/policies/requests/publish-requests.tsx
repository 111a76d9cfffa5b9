import { Trans, useLingui } from "@lingui/react/macro";
import { ClockTime } from "#app/ui/clock-time.tsx";
import type { PublishRequest } from "#db/reads/publish-requests.ts";
import { RequestCard, type RequestReader } from "./request-card.tsx";

type Props = {
  /** As `readPublishRequests` answers them. */
  readonly requests: readonly PublishRequest[];
  readonly reader: RequestReader;
};

/** What waits for a second person before a pointer moves, and what became of the last ones. Nothing where there is none. */
export function PublishRequests({ requests, reader }: Props) {
  const waiting = requests.filter(({ settledAt }) => settledAt === null);
  const settled = requests.filter(({ settledAt }) => settledAt !== null);
  if (requests.length === 0) return null;
  return (
    <section className="requests">
      {waiting.length === 0 ? null : (
        <>
          <h2>
            <Trans>Waits for a second person</Trans>
          </h2>
          <ul className="request-list">
            {waiting.map((request) => (
              <li key={request.id} className="request">
                <RequestCard request={request} reader={reader} />
              </li>
            ))}
          </ul>
        </>
      )}
      {settled.length === 0 ? null : (
        <details className="requests-settled">
          <summary className="xs i3">
            <Trans>Settled lately</Trans>
          </summary>
          <ul>
            {settled.map((request) => (
              <li key={request.id}>
                <Settled request={request} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function Settled({ request }: { readonly request: PublishRequest }) {
  const { t } = useLingui();
  const { state, version, policyName, askedBy, settledBy, settledAt, words } = request;
  return (
    <>
      <p>
        {state === "approved" ? (
          <Trans>
            v{version} of “{policyName}”: {askedBy} asked, {settledBy} approved.
          </Trans>
        ) : state === "declined" ? (
          <Trans>
            v{version} of “{policyName}”: {askedBy} asked, {settledBy} declined.
          </Trans>
        ) : (
          <Trans>
            v{version} of “{policyName}”: {askedBy} asked and withdrew it.
          </Trans>
        )}{" "}
        <span className="xs i3">{settledAt === null ? null : <ClockTime at={settledAt} />}</span>
      </p>
      {words === null ? null : <p className="version-note">{t`“${words}”`}</p>}
    </>
  );
}
