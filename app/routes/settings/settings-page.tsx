import { Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { HelpLink } from "#app/ui/help-link.tsx";

type Props = {
  readonly name: string;
  /** The page of the help beside the name. */
  readonly help?: string;
  /** What stands at the end of the bar, such as a button to add something. */
  readonly end?: ReactNode;
  /** How the body is laid out. */
  readonly layout?: "settings" | "hours-page" | "models-page" | "modes-page";
  readonly children: ReactNode;
};

/** A page below the settings, with the way back in its bar. */
export function SettingsPage({ name, help, end, layout = "settings", children }: Props) {
  const { t } = useLingui();
  return (
    <main className="page" id="content">
      <title>{t`${name} · Xin`}</title>
      <header className="bar page-bar">
        <h1 className="tr">
          <Link className="crumb" to="/settings">
            <Trans>Settings</Trans>
          </Link>
          <span className="sep">/</span>
          {name}
        </h1>
        {help === undefined ? null : <HelpLink to={help} />}
        {end === undefined ? null : <span className="end">{end}</span>}
      </header>
      <div className={`page-body ${layout}`}>{children}</div>
    </main>
  );
}
