import { Trans, useLingui } from "@lingui/react/macro";
import { Link, useFetcher } from "react-router";
import { ClockTime } from "#app/ui/clock-time.tsx";
import type { AnsweringVersion } from "#engine/policy/publish-overtaken.ts";
import { policyRefField } from "./policy-ref-field.ts";
import { type PublishProblem, PublishTrouble } from "./publish-trouble.tsx";
import { PublishDialog } from "./gate/publish-dialog.tsx";
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
  /** Those that have answered visitors before. */
  readonly published: readonly number[];
  readonly mayWrite: boolean;
};

/** The newest version stands without a number: there the page is written together. */
const versionAddress = (policyId: string, version: number, newest: number | undefined): string =>
  version === newest ? `/policies/${policyId}` : `/policies/${policyId}?version=${version}`;

/** Every version that ever was: who, when, why, and which one answers visitors. */
export function VersionList({ policyId, versions, shown, answering, published, mayWrite }: Props) {
  const { t } = useLingui();
  const production = answering?.policyId === policyId ? answering.version : null;
  return (
    <aside className="policy-versions" aria-label={t`Versions`}>
      <h2>
        <Trans>Versions</Trans>
      </h2>
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
              <span className="end xs i3">
                <ClockTime at={version.createdAt} />
              </span>
            </div>
            {version.note === null ? null : <p className="version-note">{version.note}</p>}
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
              {mayWrite && version.version !== production ? (
                production !== null && published.includes(version.version) ? (
                  <GoBack version={version.version} answering={answering} />
                ) : (
                  <PublishDialog
                    policyId={policyId}
                    version={version.version}
                    answering={answering}
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

type GoBackProps = { readonly version: number; readonly answering: AnsweringVersion | null };

/** Rollback: one click, and no test stands in its way. */
function GoBack({ version, answering }: GoBackProps) {
  const fetcher = useFetcher<{ readonly problem: PublishProblem | null }>();
  const problem = fetcher.state === "idle" ? (fetcher.data?.problem ?? null) : null;
  return (
    <fetcher.Form method="post">
      {problem === null ? null : <PublishTrouble problem={problem} />}
      <input type="hidden" name="intent" value="publish" />
      <input type="hidden" name="version" value={version} />
      <input type="hidden" name="replaces" value={policyRefField(answering)} />
      <button type="submit" className="btn sm" disabled={fetcher.state !== "idle"}>
        <Trans>Go back to this</Trans>
      </button>
    </fetcher.Form>
  );
}
