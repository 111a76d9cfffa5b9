import { Trans } from "@lingui/react/macro";
import { Link, useLocation } from "react-router";
import { WarningIcon } from "./icons.tsx";

type Props = {
  readonly stopped: {
    readonly policyId: string;
    readonly policyName: string;
    readonly version: number;
  } | null;
};

/** Tells who may publish, wherever they are, that a canary stopped by itself, until somebody decides about it. The policy's own page says it itself. */
export function CanaryBanner({ stopped }: Props) {
  const { pathname } = useLocation();
  if (stopped === null || pathname === `/policies/${stopped.policyId}`) return null;
  const { policyId, policyName, version } = stopped;
  return (
    <div className="banner inl warn canary-banner" role="status">
      <WarningIcon />
      <span className="grow">
        <Trans>
          The canary, v{version} of “{policyName}”, was clearly worse and stopped by itself.
        </Trans>
      </span>
      <Link className="btn sm" to={`/policies/${policyId}?version=${version}`}>
        <Trans>What showed it</Trans>
      </Link>
    </div>
  );
}
