import { ActionRefused } from "../actions/action-refused.ts";

/** Hours that are refused, with a code that pages have words for in each language. */
export class HoursRefused extends ActionRefused {
  readonly code: HoursProblem;

  constructor(code: HoursProblem) {
    super({ kind: "invalid", message: hoursProblems[code].en });
    this.code = code;
  }
}

/** Codes of the reasons. */
export type HoursProblem = keyof typeof hoursProblems;

/** What to tell people, in the languages of Xin. Each names the fix. */
export const hoursProblems = {
  shape: {
    en: "Hours have a time zone, seven days with spans of time, holidays and steps of escalation.",
    zh: "服务时间需包含时区、七天的时段、节假日和升级步骤。",
  },
  time_zone: {
    en: "This is not a time zone. Write its IANA name, such as Europe/Berlin or Asia/Shanghai.",
    zh: "这不是时区。请填写 IANA 名称，例如 Europe/Berlin 或 Asia/Shanghai。",
  },
  time: {
    en: "A time is written 09:00, from 00:00 to 24:00.",
    zh: "时间请写成 09:00，范围为 00:00 到 24:00。",
  },
  span: {
    en: "A span ends after it begins. For a night shift write one span up to 24:00, and one from 00:00 on the next day.",
    zh: "时段的结束须晚于开始。夜班请写两个时段：当天到 24:00，次日从 00:00 开始。",
  },
  overlap: {
    en: "Two spans of a day overlap. Join them, or change one.",
    zh: "同一天的两个时段重叠。请合并或修改其中一个。",
  },
  date: {
    en: "A date is written 2026-12-25.",
    zh: "日期请写成 2026-12-25。",
  },
  date_twice: {
    en: "A date is in the list twice. Keep one of the two.",
    zh: "列表中有重复的日期。请只保留一个。",
  },
  name: {
    en: "A holiday's name has at most 80 characters.",
    zh: "节假日名称最多 80 个字符。",
  },
  minutes: {
    en: "Minutes are whole numbers up to 10,080 (a week), and each step comes later than the one before.",
    zh: "分钟数为整数，最大 10,080（一周），且每一步须晚于前一步。",
  },
  member: {
    en: "A step names nobody who can answer conversations here. Choose somebody else.",
    zh: "某一步所选的人不能在此回复会话。请换一位。",
  },
  too_many: {
    en: "A day has at most 4 spans; there are at most 100 holidays and 10 steps.",
    zh: "每天最多 4 个时段，最多 100 个节假日和 10 个步骤。",
  },
} as const satisfies Record<string, { readonly en: string; readonly zh: string }>;
