import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { data, Form, Link } from "react-router";
import { isId } from "#app/server/is-id.ts";
import { requirePrincipal } from "#app/server/require-principal.ts";
import { readModes } from "#db/reads/modes.ts";
import { readShadowReport } from "#engine/modes/shadow-report.ts";
import { may } from "#engine/tenancy/permissions.ts";
import type { Route } from "./+types/shadow.ts";
import { ShadowPairs } from "./shadow-pairs.tsx";

const periods = [7, 30, 90] as const;

export async function loader({ request, context }: Route.LoaderArgs) {
  const { principal, read } = requirePrincipal(request, context);
  if (!may(principal.role, "shadow.read")) return data({ shadow: null }, { status: 403 });
  const search = new URL(request.url).searchParams;
  const channel = search.get("channel") ?? "";
  const would = search.get("would");
  const filter = {
    days: periods.find((days) => String(days) === search.get("days")) ?? 30,
    channelId: isId(channel) ? channel : null,
    would: would === "send" || would === "hand_over" ? would : null,
  } as const;
  const found = await read(async (tx) => ({
    report: await readShadowReport(tx, filter),
    channels: (await readModes(tx)).filter(({ channelId }) => channelId !== null),
  }));
  return data({ shadow: { ...found, filter } });
}

export default function Shadow({ loaderData: { shadow } }: Route.ComponentProps) {
  const { t } = useLingui();
  return (
    <main className="page" id="content">
      <title>{t`Shadow report · Xin`}</title>
      <header className="bar page-bar">
        <h1 className="tr">
          <Link className="crumb" to="/settings/modes">
            <Trans>How far the AI may go</Trans>
          </Link>
          <span className="sep">/</span>
          <Trans>Shadow report</Trans>
        </h1>
      </header>
      <div className="page-body replay-page">
        {shadow === null ? (
          <p className="inl">
            <Trans>Your role may not see it. Ask an admin of this workspace.</Trans>
          </p>
        ) : (
          <Report {...shadow} />
        )}
      </div>
    </main>
  );
}

type Shown = Exclude<Route.ComponentProps["loaderData"]["shadow"], null>;

function Report({ report, channels, filter }: Shown) {
  const { t } = useLingui();
  const { counts, savedMs, pairs, isCut } = report;
  const minutes = savedMs === null ? 0 : Math.round(savedMs.median / 6000) / 10;
  return (
    <>
      <Form className="replay-form">
        <label>
          <Trans>Period</Trans>
          <select className="field" name="days" defaultValue={filter.days}>
            {periods.map((days) => (
              <option key={days} value={days}>
                {t`${days} days`}
              </option>
            ))}
          </select>
        </label>
        <label>
          <Trans>Channel</Trans>
          <select className="field" name="channel" defaultValue={filter.channelId ?? ""}>
            <option value="">{t`All channels`}</option>
            {channels.map(({ channelId, channelName }) => (
              <option key={channelId} value={channelId ?? ""}>
                {channelName}
              </option>
            ))}
          </select>
        </label>
        <label>
          <Trans>It would have</Trans>
          <select className="field" name="would" defaultValue={filter.would ?? ""}>
            <option value="">{t`Done anything`}</option>
            <option value="send">{t`Answered`}</option>
            <option value="hand_over">{t`Called a person`}</option>
          </select>
        </label>
        <button type="submit" className="btn">
          <Trans>Show</Trans>
        </button>
      </Form>
      {counts.decided === 0 ? (
        <p className="i3">
          <Trans>
            Nothing was decided in shadow in this time. Set a channel or a conversation to shadow,
            and what the AI would have said is compared with what people send.
          </Trans>
        </p>
      ) : (
        <>
          <p role="status">
            <b>
              <Plural
                value={counts.decided}
                one="# question decided silently."
                other="# questions decided silently."
              />
            </b>{" "}
            <Trans>
              It would have answered {counts.wouldSend} and called a person for{" "}
              {counts.wouldHandOver}. People answered {counts.answered}. Of {counts.compared} that
              both answered, {counts.matched} match.
            </Trans>{" "}
            {savedMs === null ? null : (
              <Trans>
                Where they match, half of the visitors would have waited at least {minutes} minutes
                less.
              </Trans>
            )}
          </p>
          <p className="xs i3">
            <Trans>
              Answers match when they share at least half of their words and neither contradicts the
              other in a number or a denial. The same in other words counts as different.
            </Trans>
          </p>
          {isCut ? (
            <p className="inl">
              <Trans>Only the newest 500 are counted.</Trans>
            </p>
          ) : null}
          <ShadowPairs pairs={pairs.slice(0, 100)} />
        </>
      )}
    </>
  );
}
