import type { DemoPolicy } from "./demo-workspace.ts";

const day = 24;
const lostData =
  '- When someone mentions "lost data", "data loss" or "数据丢失", then hand over.\n';

/** The page that answers questions about Xin, and how it came about. */
export const xinQuestions: DemoPolicy = {
  name: "Questions about Xin",
  file: "engine/demo/policies/xin.md",
  history: [
    { by: "priya", hoursAgo: 25 * day + 2, saves: "First version, drafts only.", changes: [] },
    {
      by: "priya",
      hoursAgo: 25 * day + 1,
      publishes: 1,
      gate: { passed: 2, failed: 0, override: null },
    },
    {
      by: "maya",
      hoursAgo: 19 * day + 6,
      saves: "Somebody who had lost data got an article about backups. A person looks at these.",
      changes: [
        {
          was: "A colleague will write to you.\n",
          is: `A colleague will write to you.\n${lostData}`,
        },
        {
          was: 'says "do not post details".\n',
          is: 'says "do not post details".\n- 问“我的数据丢失了”，转人工。\n',
        },
      ],
    },
    {
      by: "maya",
      hoursAgo: 19 * day + 5,
      publishes: 2,
      gate: { passed: 3, failed: 0, override: null },
    },
    {
      by: "priya",
      hoursAgo: 12 * day + 7,
      saves: "On trial: hand over sooner. Two of last week's drafts were about the wrong page.",
      changes: [{ was: "threshold: 60%", is: "threshold: 80%" }],
    },
    {
      by: "priya",
      hoursAgo: 12 * day + 6,
      triesOut: 3,
      share: 0.2,
      gate: { passed: 3, failed: 0, override: null },
    },
    { by: "maya", hoursAgo: 10 * day + 3, endsTrial: true },
    {
      by: "maya",
      hoursAgo: 10 * day + 2,
      saves:
        "The trial handed over every second question that the documentation answers: back to 60 %. Chinese answers keep commands as they are typed.",
      changes: [
        { was: "threshold: 80%", is: "threshold: 60%" },
        {
          was: "does not exist yet.\n",
          is: "does not exist yet.\n用中文回答中文问题，命令和设置保持原样。\n",
        },
      ],
    },
    {
      by: "maya",
      hoursAgo: 10 * day + 1,
      publishes: 4,
      gate: { passed: 3, failed: 0, override: null },
    },
    {
      by: "priya",
      hoursAgo: 2.7,
      saves: "The drafts were good: answer by yourself.",
      changes: [{ was: "mode: draft", is: "mode: auto" }],
    },
    {
      by: "priya",
      hoursAgo: 2.6,
      publishes: 5,
      gate: { passed: 3, failed: 0, override: null },
    },
  ],
  talk: [
    {
      on: "Say it when something does not exist yet.",
      by: "maya",
      hoursAgo: 4 * day,
      says: [
        {
          by: "maya",
          words: "And never with a date. There is a test for the promise, not for this sentence.",
        },
        {
          by: "priya",
          words: "The rule under Never holds it back already. I will add the sentence to a test.",
          afterH: 5,
        },
      ],
    },
    {
      on: "命令和设置保持原样。",
      by: "priya",
      hoursAgo: 30,
      proposes: "命令、设置和界面上的按钮名称保持原样。",
      says: [{ by: "priya", words: "按钮名称翻译后，客户在英文界面里找不到。" }],
    },
  ],
};
