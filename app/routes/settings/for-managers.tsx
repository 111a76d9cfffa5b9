import { Trans } from "@lingui/react/macro";

/** Stands in the place of a page of the settings that somebody's role may not see. */
export function ForManagers() {
  return (
    <section className="empty">
      <h2>
        <Trans>This page is for those who run the workspace</Trans>
      </h2>
      <p>
        <Trans>Your role may not see it. Ask an admin of this workspace.</Trans>
      </p>
    </section>
  );
}
