import { describe, expect, it } from "vitest";
import type { ServiceHours, Span } from "#db/reads/service-hours.ts";
import { awayLine } from "./away-line.ts";
import { checkServiceHours } from "./check-service-hours.ts";
import { hoursProblems } from "./hours-refused.ts";
import { openingAt, openMsBetween } from "./opening.ts";

const office: readonly Span[] = [{ from: "09:00", to: "17:00" }];
const hoursIn = (timeZone: string, more: Partial<ServiceHours> = {}): ServiceHours => ({
  timeZone,
  week: { mon: office, tue: office, wed: office, thu: office, fri: office, sat: [], sun: [] },
  holidays: [],
  escalation: [],
  ...more,
});
const berlin = hoursIn("Europe/Berlin");
const at = (text: string) => new Date(text);
const told = (hours: ServiceHours | null, text: string) => {
  const { open, changesAt } = openingAt(hours, at(text));
  return `${open ? "open until" : "closed until"} ${changesAt?.toISOString() ?? "ever"}`;
};

describe("whether people answer", () => {
  it.each([
    // 2026-11-26 is a Thursday, an hour east of UTC.
    ["2026-11-26T07:59:59Z", "closed until 2026-11-26T08:00:00.000Z"],
    ["2026-11-26T08:00:00Z", "open until 2026-11-26T16:00:00.000Z"],
    ["2026-11-26T15:59:59Z", "open until 2026-11-26T16:00:00.000Z"],
    ["2026-11-26T16:00:00Z", "closed until 2026-11-27T08:00:00.000Z"],
    ["2026-11-27T20:00:00Z", "closed until 2026-11-30T08:00:00.000Z"],
    // Summer time ends on 25 October and begins on 28 March.
    ["2026-10-23T20:00:00Z", "closed until 2026-10-26T08:00:00.000Z"],
    ["2027-03-26T20:00:00Z", "closed until 2027-03-29T07:00:00.000Z"],
  ])("in Berlin at %s: %s", (now, expected) => {
    expect(told(berlin, now)).toBe(expected);
  });

  it("knows other sides of the world", () => {
    expect(told(hoursIn("Asia/Shanghai"), "2026-11-26T00:30:00Z")).toBe(
      "closed until 2026-11-26T01:00:00.000Z",
    );
    expect(told(hoursIn("Pacific/Auckland"), "2026-11-25T20:30:00Z")).toBe(
      "open until 2026-11-26T04:00:00.000Z",
    );
    expect(told(hoursIn("America/St_Johns"), "2026-11-26T12:00:00Z")).toBe(
      "closed until 2026-11-26T12:30:00.000Z",
    );
  });

  it("on holidays, and on short ones", () => {
    const hours = hoursIn("Europe/Berlin", {
      holidays: [
        { date: "2026-12-24", name: "Eve", spans: [{ from: "09:00", to: "12:00" }] },
        { date: "2026-12-25", name: "Christmas", spans: [] },
      ],
    });
    expect(told(hours, "2026-12-24T10:00:00Z")).toBe("open until 2026-12-24T11:00:00.000Z");
    expect(told(hours, "2026-12-24T11:00:00Z")).toBe("closed until 2026-12-28T08:00:00.000Z");
  });

  it("over midnight, in an hour that is left out, never, and always", () => {
    const all = [{ from: "00:00", to: "24:00" }];
    const night = {
      ...berlin.week,
      fri: [{ from: "22:00", to: "24:00" }],
      sat: [{ from: "00:00", to: "06:00" }],
    };
    expect(told(hoursIn("Europe/Berlin", { week: night }), "2026-11-27T22:30:00Z")).toBe(
      "open until 2026-11-28T05:00:00.000Z",
    );
    // 02:30 does not exist on 28 March 2027.
    const early = { ...berlin.week, sun: [{ from: "02:30", to: "04:00" }] };
    expect(told(hoursIn("Europe/Berlin", { week: early }), "2027-03-28T00:00:00Z")).toBe(
      "closed until 2027-03-28T01:30:00.000Z",
    );
    const none = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] };
    expect(told(hoursIn("Europe/Berlin", { week: none }), "2026-11-26T10:00:00Z")).toBe(
      "closed until ever",
    );
    const week = { mon: all, tue: all, wed: all, thu: all, fri: all, sat: all, sun: all };
    expect(openingAt(hoursIn("UTC", { week }), at("2026-11-26T10:00:00Z")).open).toBe(true);
    expect(told(null, "2026-11-26T10:00:00Z")).toBe("open until ever");
  });
});

it("counts only open time", () => {
  const minutes = (from: string, to: string) => openMsBetween(berlin, at(from), at(to)) / 60_000;
  expect(minutes("2026-11-26T15:50:00Z", "2026-11-27T08:10:00Z")).toBe(20);
  expect(minutes("2026-11-26T10:00:00Z", "2026-11-26T10:07:00Z")).toBe(7);
  expect(minutes("2026-11-28T10:00:00Z", "2026-11-29T10:00:00Z")).toBe(0);
  expect(openMsBetween(null, at("2026-11-28T10:00:00Z"), at("2026-11-28T10:01:00Z"))).toBe(60_000);
});

it("tells visitors when people are back, in the workspace's time", () => {
  const now = at("2026-11-27T20:00:00Z");
  expect(awayLine(berlin, "en", now)).toMatch(/Monday.*30 November.*09:00/);
  expect(awayLine(berlin, "zh", now)).toMatch(/11月30日星期一.*09:00/);
  expect(awayLine(berlin, "en", at("2026-11-26T10:00:00Z"))).toBeNull();
  expect(awayLine(null, "en", now)).toBeNull();
});

describe("hours that make no sense are refused", () => {
  const day = (spans: readonly Span[]) => ({ ...berlin, week: { ...berlin.week, mon: spans } });
  it.each<[keyof typeof hoursProblems, unknown]>([
    ["shape", null],
    ["shape", { ...berlin, week: {} }],
    ["time_zone", hoursIn("Europe/Atlantis")],
    ["time_zone", hoursIn("+01:00")],
    ["time_zone", hoursIn("")],
    ["time", day([{ from: "9:00", to: "17:00" }])],
    ["time", day([{ from: "09:00", to: "25:00" }])],
    ["time", day([{ from: "24:00", to: "24:00" }])],
    ["span", day([{ from: "17:00", to: "09:00" }])],
    [
      "overlap",
      day([
        { from: "09:00", to: "12:00" },
        { from: "11:00", to: "13:00" },
      ]),
    ],
    ["too_many", day(Array.from({ length: 5 }, (_, n) => ({ from: `0${n}:00`, to: `0${n}:30` })))],
    ["date", hoursIn("UTC", { holidays: [{ date: "2026-02-30", name: "", spans: [] }] })],
    ["date", hoursIn("UTC", { holidays: [{ date: "25.12.2026", name: "", spans: [] }] })],
    [
      "date_twice",
      hoursIn("UTC", {
        holidays: [
          { date: "2026-12-25", name: "a", spans: [] },
          { date: "2026-12-25", name: "b", spans: [] },
        ],
      }),
    ],
    [
      "name",
      hoursIn("UTC", { holidays: [{ date: "2026-12-25", name: "x".repeat(81), spans: [] }] }),
    ],
    ["minutes", hoursIn("UTC", { escalation: [{ afterMinutes: 0, memberId: null }] })],
    ["minutes", hoursIn("UTC", { escalation: [{ afterMinutes: 5.5, memberId: null }] })],
    [
      "minutes",
      hoursIn("UTC", {
        escalation: [
          { afterMinutes: 9, memberId: null },
          { afterMinutes: 9, memberId: null },
        ],
      }),
    ],
  ])("%s", (code, input) => {
    expect(() => checkServiceHours(input)).toThrow(hoursProblems[code].en);
  });

  it("and what makes sense is kept", () => {
    expect(checkServiceHours(berlin)).toEqual(berlin);
  });
});
