import { Trans, useLingui } from "@lingui/react/macro";
import { data } from "react-router";
import { requirePrincipal } from "#app/server/require-principal.ts";
import { ClockTime } from "#app/ui/clock-time.tsx";
import { HelpLink } from "#app/ui/help-link.tsx";
import { may } from "#engine/tenancy/permissions.ts";
import type { Route } from "./+types/delivery.ts";
import { FigureTiles } from "./figure-tiles.tsx";
import { NodeList } from "./node-list.tsx";
import { type DeliveryReading, useDelivery } from "./use-delivery.ts";
import { useSelfCheck } from "./use-self-check.ts";
import { Verdict } from "./verdict.tsx";

/** The figures come over the member's socket: this process may be none that serves sockets. */
export function loader({ request, context }: Route.LoaderArgs) {
  const { principal } = requirePrincipal(request, context);
  const mayRead = may(principal.role, "delivery.read");
  return data({ mayRead }, { status: mayRead ? 200 : 403 });
}

export default function Delivery({ loaderData }: Route.ComponentProps) {
  const { t } = useLingui();
  const { mayRead } = loaderData;
  const check = useSelfCheck();
  const reading = useDelivery(mayRead, check.endedAt);
  return (
    <main className="page" id="content">
      <title>{t`Delivery · Xin`}</title>
      <header className="bar page-bar">
        <h1>
          <Trans>Delivery</Trans>
        </h1>
        <HelpLink to="delivery" />
        <Freshness reading={reading} />
      </header>
      <div className="page-body">
        {mayRead ? (
          <>
            <Verdict reading={reading} />
            <FigureTiles minutes={reading.last?.minutes} />
            <NodeList reading={reading} check={check} />
          </>
        ) : (
          <section className="empty">
            <h2>
              <Trans>This page is for those who answer visitors</Trans>
            </h2>
            <p>
              <Trans>Your role may not see it. Ask an admin of this workspace.</Trans>
            </p>
          </section>
        )}
      </div>
    </main>
  );
}

/** When the figures were read; says so when they are no longer. */
function Freshness({ reading: { last, problem } }: { readonly reading: DeliveryReading }) {
  if (last === null) return null;
  return (
    <span className={problem === null ? "end xs i3" : "end xs c-warn-t"}>
      {problem === null ? (
        <Trans>
          Updated <ClockTime at={last.at} kind="seconds" />
        </Trans>
      ) : (
        <Trans>
          Not updated since <ClockTime at={last.at} kind="seconds" />
        </Trans>
      )}
    </span>
  );
}
