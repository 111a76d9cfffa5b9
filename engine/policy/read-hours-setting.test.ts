import { describe, expect, it } from "vitest";
import type { ServiceHours } from "#db/reads/service-hours.ts";
import { parsePolicy } from "./parse-policy.ts";

const members = [
  { name: "Maya Chen", email: "maya@example.com" },
  { name: "Bo", email: "bo@example.com" },
  { name: "Bo", email: "bo.li@example.com" },
];

const read = (line: string, timeZone: string | null = null) =>
  parsePolicy(`---\n${line}\n---\n# Help\n`, { models: [], retrieval: 0, members, timeZone });

const settingsOf = (line: string, timeZone: string | null = null) => {
  const result = read(line, timeZone);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.policy.settings;
};

const problemOf = (line: string) => {
  const result = read(line);
  if (result.ok) return null;
  const [{ column, en, zh } = { column: 0, en: "", zh: "" }, ...more] = result.problems;
  expect(more).toEqual([]);
  expect(zh).toMatch(/\p{Script=Han}/u);
  return `${column} ${en}`;
};

describe("when people are there under a page", () => {
  const none: ServiceHours["week"] = {
    mon: [],
    tue: [],
    wed: [],
    thu: [],
    fri: [],
    sat: [],
    sun: [],
  };
  const office = [{ from: "09:00", to: "18:00" }];
  const working = { ...none, mon: office, tue: office, wed: office, thu: office, fri: office };
  const morning = [{ from: "10:00", to: "14:00" }];

  it.each([
    ["hours: Mon-Fri 9:00-18:00 Asia/Shanghai", "Asia/Shanghai", working],
    ["hours: weekdays 9-18, Saturday 10 - 14 UTC", "UTC", { ...working, sat: morning }],
    [
      "服务时间：周一至周五9:00-18:00、周六 10:00到14:00 Asia/Shanghai",
      "Asia/Shanghai",
      { ...working, sat: morning },
    ],
    [
      "hours: Sat-Mon 10:00-14:00 UTC",
      "UTC",
      { ...none, sat: morning, sun: morning, mon: morning },
    ],
    [
      "hours: Mon, Wed 15:00-24:00 9:00-12:30 UTC",
      "UTC",
      {
        ...none,
        mon: [
          { from: "09:00", to: "12:30" },
          { from: "15:00", to: "24:00" },
        ],
        wed: [
          { from: "09:00", to: "12:30" },
          { from: "15:00", to: "24:00" },
        ],
      },
    ],
  ])("%s", (line, timeZone, week) => {
    expect(settingsOf(line).hours).toEqual({ timeZone, week });
  });

  it("may be all the time, or left to the workspace with its time zone", () => {
    expect(settingsOf("hours: always").hours).toBe("always");
    expect(settingsOf("服务时间：全天候").hours).toBe("always");
    expect(settingsOf("hours: workspace").hours).toBeNull();
    expect(settingsOf("mode: auto").hours).toBeNull();
    const week = working;
    expect(settingsOf("hours: Mon-Fri 9:00-18:00", "UTC").hours).toEqual({ timeZone: null, week });
  });

  it.each([
    [
      "hours: Mon-Fri 9:00-18:00 Asia/Shangai",
      '27 "Asia/Shangai" is neither a day nor a time zone. Did you mean "Asia/Shanghai"?',
    ],
    [
      "hours: Mon-Fri 9:00-18:00 Asia/Atlantis",
      "27 This is not a time zone. Write its IANA name, such as Europe/Berlin or Asia/Shanghai.",
    ],
    ["hours: Mon-Fri 9:00-25:00 UTC", "16 A time is written 09:00, from 00:00 to 24:00."],
    ["hours: Mon-Fri 9:00-17:60 UTC", "16 A time is written 09:00, from 00:00 to 24:00."],
    [
      "hours: Fri 22:00-6:00 UTC",
      "12 A span ends after it begins. For a night shift write one span up to 24:00, and one from 00:00 on the next day.",
    ],
    ["hours: Mon 9-12 11-13 UTC", "17 Two spans of a day overlap. Join them, or change one."],
    ["hours: Mon-Fir 9-12 UTC", '8 "Fir" is neither a day nor a time zone. Did you mean "fri"?'],
    ["hours: alwys", '8 "alwys" is neither a day nor a time zone. Did you mean "always"?'],
    ["hours: 9:00-18:00 UTC", "8 Say on which days: Mon-Fri 9:00-18:00."],
    ["hours: Mon 9:00 UTC", '12 "9:00" is no span of time. Write from when to when: 9:00-18:00.'],
    [
      "hours: Mon-Fri UTC",
      '8 "Mon-Fri UTC" does not say from when to when. Write: Mon-Fri 9:00-18:00 Europe/Berlin, always, or workspace.',
    ],
    [
      "hours: Mon 9-12 UTC Tue 9-12",
      '21 "Tue" stands after the time zone. Put the time zone at the end; a page has one.',
    ],
    [
      "hours: Mon-Fri 9:00-18:00",
      "26 The workspace has no time zone yet. Write it behind the times, such as Europe/Berlin.",
    ],
    [
      "hours: whenever",
      '8 "whenever" is neither a day, a time nor a time zone. Write: Mon-Fri 9:00-18:00 Europe/Berlin, always, or workspace.',
    ],
    ["houres: always", '1 There is no setting "houres". Did you mean "hours"?'],
  ])("refuses %s", (line, problem) => {
    expect(problemOf(line)).toBe(problem);
  });
});

describe("whom a conversation goes to that waits", () => {
  it.each([
    [
      "escalation: Maya Chen, bo@example.com after 10 minutes, team after 1 hour",
      ["0 Maya Chen", "10 bo@example.com", "60 null"],
    ],
    ["升级：5 分钟后 maya chen、1 小时后给全队", ["5 maya chen", "60 null"]],
    ["escalation: team after 90 min", ["90 null"]],
  ])("%s", (line, steps) => {
    const told = settingsOf(line).escalation?.map(
      ({ afterMinutes, who }) => `${afterMinutes} ${who}`,
    );
    expect(told).toEqual(steps);
  });

  it("is left to the workspace where the page does not say", () => {
    expect(settingsOf("escalation: workspace").escalation).toBeNull();
    expect(settingsOf("mode: auto").escalation).toBeNull();
  });

  it.each([
    [
      "escalation: Maya Chan",
      '13 Nobody called "Maya Chan" can answer conversations here. Did you mean "Maya Chen"?',
    ],
    [
      "escalation: team after 5 min, support after 9 min",
      '31 Nobody called "support" can answer conversations here. There are: Maya Chen, Bo, team, 全队.',
    ],
    [
      "escalation: Bo after 5 min",
      '13 Several members are called "Bo". Write the e-mail address of the one you mean.',
    ],
    [
      "escalation: team after 5",
      '13 "team after 5" is no step. Write who, and after how long: Maya after 5 minutes, team after 30 minutes.',
    ],
    [
      "escalation:",
      '12 "" is no step. Write who, and after how long: Maya after 5 minutes, team after 30 minutes.',
    ],
    [
      "escalation: Maya Chen after 1 hour, team after 60 min",
      '37 "team after 60 min" does not come later than the step before, which is after 60 minutes. Write a longer time.',
    ],
    [
      "escalation: team after 20000 min",
      "13 A step comes at most 10080 minutes (a week) after nobody answered. Write a shorter time.",
    ],
    ["escalatoin: team", '1 There is no setting "escalatoin". Did you mean "escalation"?'],
  ])("refuses %s", (line, problem) => {
    expect(problemOf(line)).toBe(problem);
  });

  it("is read from a stored page also when somebody is gone", () => {
    expect(parsePolicy("---\nescalation: Gone after 5 min\n---\n# Help\n").ok).toBe(true);
  });
});
