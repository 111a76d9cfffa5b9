import { Trans, useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import { useKeptFocus } from "#app/ui/use-kept-focus.ts";
import type { StoppedCanary } from "#db/reads/policy-moves.ts";
import type { PublishRequest } from "#db/reads/publish-requests.ts";
import { CanaryStopped } from "./canary/canary-stopped.tsx";
import { PublishRequests } from "./requests/publish-requests.tsx";
import type { RequestReader } from "./requests/request-card.tsx";
import { type ListedPointers, type ListedVersion, VersionRow } from "./version-row.tsx";

type Props = {
  readonly policyId: string;
  /** Newest first. */
  readonly versions: readonly ListedVersion[];
  readonly shown: number;
  readonly pointers: ListedPointers;
  /** A canary that stopped by itself; null for none. */
  readonly stopped: StoppedCanary | null;
  /** What of this policy waits for a second person. */
  readonly requests: readonly PublishRequest[];
  readonly reader: RequestReader;
};

/** Every version that ever was: who, when, why, and which one answers visitors. */
export function VersionList({
  policyId,
  versions,
  shown,
  pointers,
  stopped,
  requests,
  reader,
}: Props) {
  const { t } = useLingui();
  const focus = useKeptFocus<HTMLElement>("h2");
  return (
    <aside className="policy-versions" aria-label={t`Versions`} {...focus}>
      <header className="row">
        <h2 className="grow" tabIndex={-1}>
          <Trans>Versions</Trans>
        </h2>
        <Link className="xs" to={`/policies/${policyId}/blame?version=${shown}`}>
          <Trans>Who wrote what</Trans>
        </Link>
      </header>
      <PublishRequests requests={requests} reader={reader} />
      {stopped?.policyId === policyId ? (
        <CanaryStopped
          stopped={stopped}
          mayPublish={reader.mayPublish}
          needsSecond={pointers.protection.canary}
        />
      ) : null}
      <ol>
        {versions.map((version, index) => (
          <VersionRow
            key={version.version}
            policyId={policyId}
            version={version}
            pointers={pointers}
            isShown={version.version === shown}
            isNewest={index === 0}
          />
        ))}
      </ol>
    </aside>
  );
}
