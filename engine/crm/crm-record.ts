import { Schema } from "effect";
import type { Locale } from "#contract/ids.ts";

/** What can be read of the connected system. */
export const recordKinds = ["order", "ticket"] as const;
export type RecordKind = (typeof recordKinds)[number];

const text = (most: number) => Schema.String.check(Schema.isMaxLength(most));
const said = (most: number) => Schema.optionalKey(Schema.NullOr(text(most)));

/** Whose it is and what it is about: without either nothing can be told. */
const shared = {
  number: text(64),
  email: Schema.NullOr(text(320)),
  status: text(200),
};

const Order = Schema.Struct({
  ...shared,
  placedAt: said(40),
  items: Schema.optionalKey(
    Schema.Array(Schema.Struct({ name: text(200), quantity: Schema.Int })).check(
      Schema.isMaxLength(50),
    ),
  ),
  total: said(50),
  carrier: said(100),
  tracking: said(100),
  expectedAt: said(40),
  note: said(500),
});

const Ticket = Schema.Struct({
  ...shared,
  subject: text(300),
  openedAt: said(40),
  changedAt: said(40),
  note: said(1000),
});

/** A record as the system told it, in the shape that was agreed. */
export type CrmRecord =
  | { readonly kind: "order"; readonly order: typeof Order.Type }
  | { readonly kind: "ticket"; readonly ticket: typeof Ticket.Type };

/** Reads a record from JSON; null when it has another shape. Fields that nobody agreed on are left out. */
export const decodeRecord = (kind: RecordKind, json: unknown): CrmRecord | null => {
  if (kind === "order") {
    const decoded = Schema.decodeUnknownOption(Order)(json);
    return decoded._tag === "None" ? null : { kind, order: decoded.value };
  }
  const decoded = Schema.decodeUnknownOption(Ticket)(json);
  return decoded._tag === "None" ? null : { kind, ticket: decoded.value };
};

/** The number of a record and whose it is; null when the system does not say. */
export const ownerOf = (
  record: CrmRecord,
): { readonly number: string; readonly email: string | null } =>
  record.kind === "order" ? record.order : record.ticket;

/** What a record is called. */
export const recordTitle = (kind: RecordKind, number: string, locale: Locale): string =>
  words[locale][kind](number);

/** A record in words, a line for each thing that is known, in a language. Nobody's address is in it. */
export const recordText = (record: CrmRecord, locale: Locale): string => {
  const to = words[locale];
  const line = (name: string, value: string | null | undefined) =>
    value === null || value === undefined || value.trim() === "" ? [] : [`${name}${to.is}${value}`];
  if (record.kind === "order") {
    const { order } = record;
    const items = (order.items ?? []).map(({ name, quantity }) => `${quantity} × ${name}`);
    return lines([
      ...line(`${to.order(order.number)}${to.of}${to.status}`, order.status),
      ...line(to.placedAt, order.placedAt),
      ...line(to.items, items.join(to.and)),
      ...line(to.total, order.total),
      ...line(to.carrier, order.carrier),
      ...line(to.tracking, order.tracking),
      ...line(to.expectedAt, order.expectedAt),
      ...line(to.note, order.note),
    ]);
  }
  const { ticket } = record;
  return lines([
    ...line(`${to.ticket(ticket.number)}${to.of}${to.status}`, ticket.status),
    ...line(to.subject, ticket.subject),
    ...line(to.openedAt, ticket.openedAt),
    ...line(to.changedAt, ticket.changedAt),
    ...line(to.note, ticket.note),
  ]);
};

const lines = (all: readonly string[]) =>
  all.map((line) => line.replaceAll(/\s+/g, " ").trim()).join("\n");

const words = {
  en: {
    order: (number: string) => `Order ${number}`,
    ticket: (number: string) => `Ticket ${number}`,
    of: ", ",
    is: ": ",
    and: ", ",
    status: "status",
    placedAt: "Placed on",
    items: "Items",
    total: "Total",
    carrier: "Carrier",
    tracking: "Tracking number",
    expectedAt: "Expected to arrive on",
    note: "Note",
    subject: "Subject",
    openedAt: "Opened on",
    changedAt: "Changed on",
  },
  zh: {
    order: (number: string) => `订单 ${number}`,
    ticket: (number: string) => `工单 ${number}`,
    of: "的",
    is: "：",
    and: "、",
    status: "状态",
    placedAt: "下单日期",
    items: "商品",
    total: "总额",
    carrier: "承运商",
    tracking: "运单号",
    expectedAt: "预计送达",
    note: "备注",
    subject: "主题",
    openedAt: "创建日期",
    changedAt: "更新日期",
  },
} as const;
