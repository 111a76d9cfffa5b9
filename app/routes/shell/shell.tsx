import { useLingui } from "@lingui/react/macro";
import { Outlet, redirect } from "react-router";
import { InboxProvider } from "#app/sync/use-inbox.tsx";
import { requirePrincipal } from "#app/server/require-principal.ts";
import { CanaryBanner } from "#app/ui/canary-banner.tsx";
import { FallbackBanner } from "#app/ui/fallback-banner.tsx";
import { LinkBanner } from "#app/ui/link-banner.tsx";
import { Rail } from "#app/ui/rail.tsx";
import { ShortcutProvider } from "#app/ui/shortcuts.tsx";
import { CommandPalette } from "#app/ui/command-palette.tsx";
import { ShortcutSheet } from "#app/ui/shortcut-sheet.tsx";
import { UnreadTitle } from "#app/ui/unread-title.tsx";
import { readOpenFallback } from "#db/reads/auto-acceptance.ts";
import { readStoppedCanary } from "#db/reads/policy-moves.ts";
import { countRequestsFor } from "#db/reads/publish-requests.ts";
import { may } from "#engine/tenancy/permissions.ts";
import { sessionTokenOf } from "#engine/tenancy/session-cookie.ts";
import { switchWorkspace, workspacesOf } from "#engine/tenancy/sessions.ts";
import type { Route } from "./+types/shell.ts";
import { focusContent, useFocusInSight, useFocusOnNewPage } from "./focus-content.ts";

export async function loader({ request, context }: Route.LoaderArgs) {
  const { principal, services, read } = requirePrincipal(request, context);
  const token = sessionTokenOf(request.headers.get("cookie"), services.config.publicUrl) ?? "";
  const url = new URL(request.url);
  const asked = url.searchParams.get("workspace");
  if (asked !== null && asked !== principal.tenantSlug) {
    await switchWorkspace(services.db, token, asked);
    url.searchParams.delete("workspace");
    throw redirect(url.pathname + url.search);
  }
  return {
    member: { id: principal.memberId, name: principal.name, role: principal.role },
    tenantId: principal.tenantId,
    workspace: { slug: principal.tenantSlug, name: principal.tenantName },
    workspaces: await workspacesOf(services.db, token),
    mayReadDelivery: may(principal.role, "delivery.read"),
    mayReturnToAuto: may(principal.role, "policies.publish"),
    fallback: await read(readOpenFallback),
    ...(may(principal.role, "policies.publish")
      ? await read(async (tx) => ({
          requestsWaiting: await countRequestsFor(tx, principal.memberId),
          stoppedCanary: await readStoppedCanary(tx),
        }))
      : { requestsWaiting: 0, stoppedCanary: null }),
  };
}

export default function Shell({ loaderData }: Route.ComponentProps) {
  const { tenantId, member, workspace, workspaces, mayReadDelivery } = loaderData;
  const { fallback, mayReturnToAuto, requestsWaiting, stoppedCanary } = loaderData;
  const { t } = useLingui();
  useFocusOnNewPage();
  useFocusInSight();
  return (
    <InboxProvider tenantId={tenantId} memberId={member.id} key={`${tenantId}-${member.id}`}>
      <ShortcutProvider>
        <a
          className="skip"
          href="#content"
          onClick={(event) => {
            event.preventDefault();
            focusContent();
          }}
        >
          {t`Skip to the content`}
        </a>
        <div className="app">
          <Rail {...{ member, workspace, workspaces, mayReadDelivery, requestsWaiting }} />
          <Outlet context={{ member, workspace }} />
        </div>
        <FallbackBanner fallback={fallback} mayReturn={mayReturnToAuto} />
        <CanaryBanner stopped={stoppedCanary} />
        <LinkBanner />
        <UnreadTitle memberId={member.id} />
        <CommandPalette mayReadDelivery={mayReadDelivery} />
        <ShortcutSheet />
      </ShortcutProvider>
    </InboxProvider>
  );
}
