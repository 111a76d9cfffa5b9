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

/** When people answer, and who is asked next when nobody does. */
export type ServiceHours = {
  /** IANA's name, such as Europe/Berlin. */
  readonly timeZone: string;
  readonly week: Readonly<Record<Weekday, readonly Span[]>>;
  readonly holidays: readonly Holiday[];
  readonly escalation: readonly EscalationStep[];
};

/** The workspace's hours; null when nobody has set any: people may answer at all times. */
export const readServiceHours = async (tx: Tx): Promise<ServiceHours | null> => {
  const [row] = await tx<{ settings: ServiceHours }[]>`select settings from xin.service_hours`;
  return row?.settings ?? null;
};
