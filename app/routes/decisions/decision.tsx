import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useRef, useState } from "react";
import { Link, data, useNavigate, useRevalidator, useRouteLoaderData } from "react-router";
import { requirePrincipal } from "#app/server/require-principal.ts";
import { AiAvatar } from "#app/ui/avatar.tsx";
import { ClockTime } from "#app/ui/clock-time.tsx";
import { ChevronLeftIcon, ChevronRightIcon, CloseIcon } from "#app/ui/icons.tsx";
import { useShortcuts } from "#app/ui/shortcuts.tsx";
import { DecisionRecord } from "#app/ui/thread/decision-record.tsx";
import type { Route } from "./+types/decision.ts";
import { CopyLink } from "./copy-link.tsx";
import { readRecord } from "./read-record.ts";
import { addressOf } from "./decision-address.ts";
import type { loader as listLoader } from "./decisions.tsx";

export async function loader({ request, params, context }: Route.LoaderArgs) {
  const record = await readRecord(requirePrincipal(request, context), params.decisionId);
  if (record === null) throw data(null, { status: 404 });
  return record;
}

/** One decision beside the list, at an address of its own. */
export default function OneDecision({ loaderData }: Route.ComponentProps) {
  const { t } = useLingui();
  const { decision, acts, blame, mayUndo } = loaderData;
  const { revalidate } = useRevalidator();
  const list = useRouteLoaderData<typeof listLoader>("routes/decisions/decisions");
  const navigate = useNavigate();
  const close = useRef<HTMLAnchorElement>(null);
  const [lit, setLit] = useState<string | null>(null);
  const { filter, after } = list?.place ?? { filter: {}, after: null };
  const ids = list?.decisions.map(({ id }) => id) ?? [];
  const at = ids.indexOf(decision.id);
  const neighbour = (by: 1 | -1) => (at === -1 ? undefined : ids[at + by]);
  const step = (by: 1 | -1): void => {
    const next = neighbour(by);
    if (next !== undefined) void navigate(addressOf(filter, { after, decisionId: next }));
  };
  const back = addressOf(filter, { after });
  useShortcuts([
    { keys: "[", run: () => step(-1) },
    { keys: "]", run: () => step(1) },
    { keys: "Escape", run: () => void navigate(back) },
  ]);
  useEffect(() => close.current?.focus(), [decision.id]);
  return (
    <aside className="side why-drawer" aria-label={t`Decision`}>
      <header className="why-head">
        <AiAvatar size={20} />
        <h2 className="tr">
          <ClockTime at={decision.createdAt} />
        </h2>
        <span className="end row why-steps">
          <CopyLink path={`/decisions/${decision.id}`} />
          <button
            type="button"
            className="ib"
            aria-label={t`Previous decision ([)`}
            disabled={neighbour(-1) === undefined}
            onClick={() => step(-1)}
          >
            <ChevronLeftIcon />
          </button>
          <button
            type="button"
            className="ib"
            aria-label={t`Next decision (])`}
            disabled={neighbour(1) === undefined}
            onClick={() => step(1)}
          >
            <ChevronRightIcon />
          </button>
          <Link ref={close} className="ib" to={back} aria-label={t`Close`}>
            <CloseIcon />
          </Link>
        </span>
      </header>
      <p className="record-where">
        <Link className="link" to={`/c/${decision.conversationId}?why=${decision.id}`}>
          <Trans>Show it in the conversation</Trans>
        </Link>
        <Link className="link" to={addressOf({ conversationId: decision.conversationId })}>
          <Trans>All decisions of the conversation</Trans>
        </Link>
      </p>
      <DecisionRecord
        key={decision.id}
        decision={decision}
        acts={acts}
        blame={blame}
        mayUndo={mayUndo}
        onUndone={() => void revalidate()}
        lit={lit}
        setLit={setLit}
      />
    </aside>
  );
}
