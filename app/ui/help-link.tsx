import { useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import { HelpIcon } from "./icons.tsx";

/** Opens the help at what a page is about. `to` names a page of docs/help. */
export function HelpLink({ to }: { readonly to: string }) {
  const { t } = useLingui();
  return (
    <Link
      className="ib help-link"
      to={`/help/${to}`}
      title={t`Open the help`}
      aria-label={t`Open the help`}
    >
      <HelpIcon size={16} />
    </Link>
  );
}
