import type { DemoPolicy } from "./demo-workspace.ts";

const day = 24;
const photo = "Ask for the order number and a photo only when somebody wants to send something in.";
const stocktaking =
  "## Stocktaking\n\nThe workshop is closed for stocktaking until Monday. Say so to everybody who asks for a person or a repair.\n\n";
const complaints = "- 当客户提到“投诉”时，转人工：我马上请同事为您处理。\n";

/** The page that answers the shop's visitors, and how it came about. */
export const tarnmoorHelpDesk: DemoPolicy = {
  name: "Help desk",
  file: "engine/demo/policies/tarnmoor.md",
  history: [
    { by: "priya", hoursAgo: 36 * day + 5, saves: "First version, drafts only.", changes: [] },
    {
      by: "priya",
      hoursAgo: 36 * day + 4,
      publishes: 1,
      gate: { passed: 3, failed: 0, override: null },
    },
    {
      by: "maya",
      hoursAgo: 29 * day + 7,
      saves: "Nobody is in the workshop during stocktaking: say so before people wait for us.",
      changes: [
        {
          was: "## Refunds\n",
          is: `${stocktaking}## Refunds\n`,
        },
      ],
    },
    {
      by: "maya",
      hoursAgo: 29 * day + 6,
      publishes: 2,
      gate: { passed: 3, failed: 0, override: null },
    },
    {
      by: "priya",
      hoursAgo: 23 * day + 3,
      saves:
        "A customer held us to “refunded within two days”, and the bank took six. The promise is out, and we are back from stocktaking.",
      changes: [
        {
          was: `${stocktaking}## Refunds\n`,
          is: "## Refunds\n",
        },
        {
          was: "Refunds are quick: you are refunded within two days of the parcel reaching us.",
          is: "Say what we do and when we do it. When the money arrives is up to the bank: promise no day.",
        },
        {
          was: "- promise a delivery date\n",
          is: '- promise a delivery date\n- "refunded within two days"\n',
        },
        {
          was: '"Do you deliver pizza?", it drafts.\n',
          is: '"Do you deliver pizza?", it drafts.\n- 问“我要投诉”，转人工，用中文。\n',
        },
      ],
    },
    {
      by: "priya",
      hoursAgo: 23 * day + 2,
      publishes: 3,
      gate: {
        passed: 3,
        failed: 1,
        override: "The promise has to go today. The rule for complaints in Chinese comes next.",
      },
    },
    {
      by: "maya",
      hoursAgo: 18 * day + 8,
      saves:
        "The rule for complaints in Chinese, so that its test passes. On trial: ask for the order number before anything else.",
      changes: [
        {
          was: "Your safety comes first. A colleague is taking over now.\n",
          is: `Your safety comes first. A colleague is taking over now.\n${complaints}`,
        },
        { was: photo, is: "Ask for the order number before anything else." },
      ],
    },
    {
      by: "maya",
      hoursAgo: 18 * day + 7,
      triesOut: 4,
      share: 0.1,
      gate: { passed: 4, failed: 0, override: null },
    },
    { by: "priya", hoursAgo: 16 * day + 2, endsTrial: true },
    {
      by: "priya",
      hoursAgo: 16 * day + 1,
      saves:
        "Half of those in the trial left when we asked for a number first: they only had a question. Ask when something is sent in.",
      changes: [{ was: "Ask for the order number before anything else.", is: photo }],
    },
    {
      by: "priya",
      hoursAgo: 15 * day + 9,
      publishes: 5,
      gate: { passed: 4, failed: 0, override: null },
    },
    {
      by: "maya",
      hoursAgo: 6 * day + 5,
      saves: "Tomás cut the same apology out of two drafts. His words are the example now.",
      changes: [
        {
          was: "语气亲切、简短。\n",
          is: '语气亲切、简短。\n\n- Instead of "We sincerely apologise for any inconvenience", say "Sorry about that".\n',
        },
      ],
    },
    {
      by: "maya",
      hoursAgo: 6 * day + 4,
      publishes: 6,
      gate: { passed: 4, failed: 0, override: null },
    },
    {
      by: "priya",
      hoursAgo: 4.6,
      saves: "Three weeks of drafts with hardly a change: answer by yourself.",
      changes: [
        { was: "mode: draft", is: "mode: auto" },
        { was: 'when packed?", it drafts', is: 'when packed?", it answers' },
        { was: 'deliver pizza?", it drafts', is: 'deliver pizza?", it hands over' },
      ],
    },
    {
      by: "priya",
      hoursAgo: 4.5,
      publishes: 7,
      gate: { passed: 4, failed: 0, override: null },
    },
  ],
  talk: [
    {
      on: "No exclamation marks.",
      by: "maya",
      hoursAgo: 6 * day + 3,
      says: [
        { by: "maya", words: "Does this hold for quick replies as well? Ours have none left." },
        { by: "priya", words: "Yes, for everything visitors read. I checked them all.", afterH: 2 },
      ],
      resolved: { by: "maya", afterH: 3 },
    },
    {
      on: "promise no day.",
      by: "you",
      hoursAgo: 3 * day + 6,
      says: [
        {
          by: "you",
          words: "Could we at least say “usually within a week”? People ask twice as it is.",
        },
        {
          by: "priya",
          words:
            "I would not: the customer of last month quoted “within two days” back at us. A day that is not ours to keep is a promise all the same.",
          afterH: 1,
        },
        {
          by: "maya",
          words: "What about the day we send it? That one is ours.",
          afterH: 20,
        },
      ],
    },
    {
      on: "语气亲切、简短。",
      by: "priya",
      hoursAgo: 2 * day + 4,
      says: [
        { by: "priya", words: "上周有三位客户觉得回复太正式。我们要不要允许用“你”？" },
        { by: "hao", words: "先保留“您”，把句子写短一些，下个月再看评价。", afterH: 3 },
      ],
    },
    {
      on: "The exact day is on the carrier's page.",
      by: "maya",
      hoursAgo: 20,
      proposes: "The exact day is on the carrier's page: say where the tracking number is.",
      says: [
        {
          by: "maya",
          words: "Tomás answers this twice a day: people have the link and not the number.",
        },
      ],
    },
  ],
};
