import type { Tx } from "../client.ts";

/** A part of a day, "09:00" to "17:30"; "24:00" is its end. */
export type Span = { readonly from: string; readonly to: string };

/** Monday first. */
export const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export type Weekday = (typeof weekdays)[number];

/** A day that is not like its weekday: closed, or open at other times. */
export type Holiday = {
  /** `2026-12-25`, in the workspace's time zone. */
  readonly date: string;
  readonly name: string;
  readonly spans: readonly Span[];
};

/** Whom a conversation goes to that has waited so long in open hours; null is the whole team. */
export type EscalationStep = { readonly afterMinutes: number; readonly memberId: string | null };

/** When people are there as a policy's page says: at all times, or in a week of its own. */
export type HoursSetting =
  | "always"
  | {
      /** Null takes the workspace's. */
      readonly timeZone: string | null;
      readonly week: ServiceHours["week"];
    };

/** A step of escalation that a policy's page names: a member by name or e-mail, null for the whole team. */
export type NamedStep = { readonly afterMinutes: number; readonly who: string | null };

/** When people answer, and who is asked next when nobody does. */
export type ServiceHours = {
  /** IANA's name, such as Europe/Berlin. */
  readonly timeZone: string;
  readonly week: Readonly<Record<Weekday, readonly Span[]>>;
  readonly holidays: readonly Holiday[];
  readonly escalation: readonly EscalationStep[];
};

/** What says when people are there in a conversation: the workspace, and the policy that answers in it. */
export type HoursIn = {
  readonly workspace: ServiceHours | null;
  /** Null where the policy leaves it to the workspace. */
  readonly policy: HoursSetting | null;
};

/** The hours that hold in a conversation, or in one that is yet to begin. */
export const readHoursIn = async (tx: Tx, conversationId: string): Promise<HoursIn> => {
  const hours = await readHoursOfAll(tx, [conversationId]);
  return hours.get(conversationId) ?? { workspace: null, policy: null };
};

/** The same for several conversations, by their ids. */
export const readHoursOfAll = async (
  tx: Tx,
  conversationIds: readonly string[],
): Promise<ReadonlyMap<string, HoursIn>> => {
  const [workspace, policies] = await Promise.all([
    readServiceHours(tx),
    tx<{ id: string; policy: HoursSetting | null }[]>`
      select asked.id, v.parsed -> 'settings' -> 'hours' as policy
      from unnest(${[...conversationIds]}::uuid[]) as asked(id)
      cross join lateral xin.policy_in(xin.tenant_id(), asked.id, (
        select opened_under from xin.conversations where id = asked.id)) i
      join xin.policy_versions v on v.policy_id = i.policy_id and v.version = i.version`.execute(),
  ]);
  const byId = new Map(policies.map(({ id, policy }) => [id, policy]));
  return new Map(conversationIds.map((id) => [id, { workspace, policy: byId.get(id) ?? null }]));
};

/** The workspace's hours; null when nobody has set any: people may answer at all times. */
export const readServiceHours = async (tx: Tx): Promise<ServiceHours | null> => {
  const [row] = await tx<
    { settings: ServiceHours }[]
  >`select settings from xin.service_hours`.execute();
  return row?.settings ?? null;
};
