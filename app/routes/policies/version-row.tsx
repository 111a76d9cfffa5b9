import { Trans, useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import { ClockTime } from "#app/ui/clock-time.tsx";
import { DownloadIcon } from "#app/ui/icons.tsx";
import { useKeptFocus } from "#app/ui/use-kept-focus.ts";
import type { PointerProtection } from "#db/reads/pointer-protection.ts";
import type { PolicyMove } from "#db/reads/policy-moves.ts";
import type { AnsweringVersion } from "#engine/policy/publish-overtaken.ts";
import { CanaryComparison } from "./canary/canary-comparison.tsx";
import { CanaryShare, EndCanary } from "./canary/canary-share.tsx";
import { PublishDialog } from "./gate/publish-dialog.tsx";
import { GoBack } from "./go-back.tsx";
import { EndShadow, SetShadow, ShadowShare } from "./shadow/set-shadow.tsx";

/** A version as the list shows it. */
export type ListedVersion = {
  readonly version: number;
  readonly note: string | null;
  readonly authorName: string;
  readonly createdAt: string;
};

/** Where the pointers of the workspace stand, and who may move them. */
export type ListedPointers = {
  /** What answers visitors now, of this policy or of another; null for nothing. */
  readonly answering: AnsweringVersion | null;
  /** What answers a share of the conversations; null for nothing. */
  readonly canary: PolicyMove | null;
  /** What decides silently; null for nothing. */
  readonly shadow: PolicyMove | null;
  /** The newest move of the canary's pointer, 0 for none ever. */
  readonly canaryMove: number;
  /** Versions of this policy that have answered visitors before. */
  readonly published: readonly number[];
  readonly mayWrite: boolean;
  /** Which pointers need a second person. */
  readonly protection: PointerProtection;
};

type Props = {
  readonly policyId: string;
  readonly version: ListedVersion;
  readonly pointers: ListedPointers;
  /** Whether it is the one on the page, and the newest. */
  readonly isShown: boolean;
  readonly isNewest: boolean;
};

/** One version: whom it answers, who wrote it and why, and what may become of it. */
export function VersionRow({ policyId, version, pointers, isShown, isNewest }: Props) {
  const { t } = useLingui();
  const focus = useKeptFocus<HTMLLIElement>("a");
  const { answering, canary, shadow, canaryMove, mayWrite } = pointers;
  const { version: number, note, createdAt, authorName } = version;
  const answers = answering?.policyId === policyId && answering.version === number;
  const isCanary = canary?.policyId === policyId && canary.version === number;
  const isShadow = shadow?.policyId === policyId && shadow.version === number;
  return (
    <li className={isShown ? "version on" : "version"} {...focus}>
      <div className="row">
        {/* The newest version stands without a number: there the page is written together. */}
        <Link
          to={isNewest ? `/policies/${policyId}` : `/policies/${policyId}?version=${number}`}
          aria-current={isShown ? "true" : undefined}
        >
          v{number}
        </Link>
        {answers ? (
          <span className="st fill ok">
            <Trans>Answers visitors</Trans>
          </span>
        ) : null}
        {isCanary ? <CanaryShare share={canary.share ?? 0} /> : null}
        {isShadow ? <ShadowShare policyId={policyId} share={shadow.share ?? 0} /> : null}
        <span className="end xs i3">
          <ClockTime at={createdAt} />
        </span>
        <a
          className="ib"
          href={`/policies/${policyId}/v/${number}`}
          download
          aria-label={t`Save v${number} as a file`}
        >
          <DownloadIcon size={14} />
        </a>
      </div>
      {note === null ? null : <p className="version-note">{note}</p>}
      {isCanary ? <CanaryComparison stopsWhen={canary.stopsWhen ?? null} /> : null}
      <div className="row xs i3">
        <span className="version-by">{authorName}</span>
        {!mayWrite ? null : isShadow ? (
          <EndShadow policyId={policyId} />
        ) : answers ? null : (
          <SetShadow policyId={policyId} version={number} shadow={shadow} />
        )}
        {mayWrite && isCanary ? <EndCanary seen={canaryMove} /> : null}
        {mayWrite && !answers ? (
          <Publishing policyId={policyId} version={number} pointers={pointers} />
        ) : null}
      </div>
    </li>
  );
}

/** A version that has answered before comes back with one click; a new one goes through its tests. */
function Publishing({
  policyId,
  version,
  pointers: { answering, published, protection, canaryMove },
}: Pick<Props, "policyId" | "pointers"> & { readonly version: number }) {
  return answering?.policyId === policyId && published.includes(version) ? (
    <GoBack
      policyId={policyId}
      version={version}
      answering={answering}
      needsSecond={protection.production && !protection.rollbackAlone}
    />
  ) : (
    <PublishDialog
      policyId={policyId}
      version={version}
      answering={answering}
      protection={protection}
      canaryMove={canaryMove}
    />
  );
}
