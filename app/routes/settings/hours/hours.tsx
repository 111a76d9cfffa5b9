import { Trans, useLingui } from "@lingui/react/macro";
import { data } from "react-router";
import { requestContext } from "#app/context.ts";
import { fieldText } from "#app/server/field-text.ts";
import { requirePrincipal } from "#app/server/require-principal.ts";
import { readMembers } from "#db/reads/members.ts";
import { readServiceHours } from "#db/reads/service-hours.ts";
import { toWireError } from "#engine/actions/wire-error.ts";
import { HoursRefused, hoursProblems } from "#engine/service-hours/hours-refused.ts";
import { openingAt } from "#engine/service-hours/opening.ts";
import { setServiceHours } from "#engine/service-hours/set-service-hours.ts";
import { may } from "#engine/tenancy/permissions.ts";
import { SettingsPage } from "../settings-page.tsx";
import type { Route } from "./+types/hours.ts";
import { HoursForm } from "./hours-form.tsx";
import { OpenNow } from "./open-now.tsx";

export async function loader({ request, context }: Route.LoaderArgs) {
  const { principal, read } = requirePrincipal(request, context);
  const [hours, members] = await read(
    async (tx) => [await readServiceHours(tx), await readMembers(tx)] as const,
  );
  const { open, changesAt } = openingAt(hours, new Date());
  return {
    hours,
    mayManage: may(principal.role, "channels.manage"),
    /** Those who can answer conversations. */
    members: members
      .filter(({ role }) => may(role, "conversations.write"))
      .map(({ id, name }) => ({ id, name })),
    now: { open, changesAt: changesAt?.toISOString() ?? null },
  };
}

export async function action({ request, context }: Route.ActionArgs) {
  const { services, envelope } = requirePrincipal(request, context);
  const { locale } = context.get(requestContext);
  try {
    const text = fieldText(await request.formData(), "hours");
    await setServiceHours(services, envelope(crypto.randomUUID()), jsonOf(text));
    return { problem: null };
  } catch (error) {
    const { kind, message } = toWireError(error);
    if (kind === "internal") throw error;
    const said = error instanceof HoursRefused ? hoursProblems[error.code][locale] : message;
    return data({ problem: said }, { status: 422 });
  }
}

/** What is no JSON has no shape, and is refused for that. */
const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
};

export default function Hours({ loaderData }: Route.ComponentProps) {
  const { t } = useLingui();
  const { hours, mayManage, members, now } = loaderData;
  return (
    <SettingsPage name={t`Hours and escalation`} help="take-over-and-hand-back" layout="hours-page">
      <p className="i2">
        <Trans>
          The AI answers at all times. A visitor who asks for a person outside these hours is told
          when people are back, and can leave an e-mail address.
        </Trans>
      </p>
      <OpenNow now={now} timeZone={hours?.timeZone ?? null} />
      <HoursForm hours={hours} members={members} mayManage={mayManage} />
    </SettingsPage>
  );
}
