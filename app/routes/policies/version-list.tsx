import { Trans, useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import { ClockTime } from "#app/ui/clock-time.tsx";
import type { AnsweringVersion } from "#engine/policy/publish-overtaken.ts";
import type { PolicyMove, StoppedCanary } from "#db/reads/policy-moves.ts";
import type { PointerProtection } from "#db/reads/pointer-protection.ts";
import type { PublishRequest } from "#db/reads/publish-requests.ts";
import { CanaryComparison } from "./canary/canary-comparison.tsx";
import { CanaryShare, EndCanary } from "./canary/canary-share.tsx";
import { CanaryStopped } from "./canary/canary-stopped.tsx";
import { GoBack } from "./go-back.tsx";
import { PublishDialog } from "./gate/publish-dialog.tsx";
import { PublishRequests } from "./requests/publish-requests.tsx";
import { EndShadow, SetShadow, ShadowShare } from "./shadow/set-shadow.tsx";
import type { RequestReader } from "./requests/request-card.tsx";
import { DownloadIcon } from "#app/ui/icons.tsx";

type Version = {
  readonly version: number;
  readonly note: string | null;
  readonly authorName: string;
  readonly createdAt: string;
};

type Props = {
  readonly policyId: string;
  /** Newest first. */
  readonly versions: readonly Version[];
  readonly shown: number;
  /** What answers visitors now, of this policy or of another; null for nothing. */
  readonly answering: AnsweringVersion | null;
  /** What answers a share of the conversations; null for nothing. */
  readonly canary: PolicyMove | null;
  /** What decides silently; null for nothing. */
  readonly shadow: PolicyMove | null;
  /** A canary that stopped by itself; null for none. */
  readonly stopped: StoppedCanary | null;
  /** The newest move of the canary's pointer, 0 for none ever. */
  readonly canaryMove: number;
  /** Those that have answered visitors before. */
  readonly published: readonly number[];
  readonly mayWrite: boolean;
  /** Which pointers need a second person, and what of this policy waits for one. */
  readonly protection: PointerProtection;
  readonly requests: readonly PublishRequest[];
  readonly reader: RequestReader;
};

/** The newest version stands without a number: there the page is written together. */
const versionAddress = (policyId: string, version: number, newest: number | undefined): string =>
  version === newest ? `/policies/${policyId}` : `/policies/${policyId}?version=${version}`;

/** Every version that ever was: who, when, why, and which one answers visitors. */
export function VersionList({
  policyId,
  versions,
  shown,
  answering,
  canary,
  shadow,
  stopped,
  canaryMove,
  published,
  mayWrite,
  protection,
  requests,
  reader,
}: Props) {
  const { t } = useLingui();
  const production = answering?.policyId === policyId ? answering.version : null;
  const isShadow = (version: number) => shadow?.policyId === policyId && shadow.version === version;
  const isCanary = (version: number) => canary?.policyId === policyId && canary.version === version;
  return (
    <aside className="policy-versions" aria-label={t`Versions`}>
      <header className="row">
        <h2 className="grow">
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
          needsSecond={protection.canary}
        />
      ) : null}
      <ol>
        {versions.map((version) => (
          <li
            key={version.version}
            className={version.version === shown ? "version on" : "version"}
          >
            <div className="row">
              <Link
                to={versionAddress(policyId, version.version, versions[0]?.version)}
                aria-current={version.version === shown ? "true" : undefined}
              >
                v{version.version}
              </Link>
              {version.version === production ? (
                <span className="st fill ok">
                  <Trans>Answers visitors</Trans>
                </span>
              ) : null}
              {isCanary(version.version) ? <CanaryShare share={canary?.share ?? 0} /> : null}
              {isShadow(version.version) ? (
                <ShadowShare policyId={policyId} share={shadow?.share ?? 0} />
              ) : null}
              <span className="end xs i3">
                <ClockTime at={version.createdAt} />
              </span>
            </div>
            {version.note === null ? null : <p className="version-note">{version.note}</p>}
            {isCanary(version.version) ? (
              <CanaryComparison stopsWhen={canary?.stopsWhen ?? null} />
            ) : null}
            <div className="row xs i3">
              <span className="grow tr">{version.authorName}</span>
              <a
                className="ib"
                href={`/policies/${policyId}/v/${version.version}`}
                download
                aria-label={t`Save v${version.version} as a file`}
              >
                <DownloadIcon size={14} />
              </a>
              {!mayWrite ? null : isShadow(version.version) ? (
                <EndShadow policyId={policyId} />
              ) : version.version === production ? null : (
                <SetShadow policyId={policyId} version={version.version} shadow={shadow} />
              )}
              {mayWrite && isCanary(version.version) ? <EndCanary seen={canaryMove} /> : null}
              {mayWrite && version.version !== production ? (
                production !== null && published.includes(version.version) ? (
                  <GoBack
                    policyId={policyId}
                    version={version.version}
                    answering={answering}
                    needsSecond={protection.production && !protection.rollbackAlone}
                  />
                ) : (
                  <PublishDialog
                    policyId={policyId}
                    version={version.version}
                    answering={answering}
                    protection={protection}
                    canaryMove={canaryMove}
                  />
                )
              ) : null}
            </div>
          </li>
        ))}
      </ol>
    </aside>
  );
}
