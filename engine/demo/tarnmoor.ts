import type { DemoWorkspace } from "./demo-workspace.ts";
import { colleagues } from "./demo-people.ts";
import { tarnmoorConversations } from "./tarnmoor-conversations.ts";
import { tarnmoorPast } from "./tarnmoor-past.ts";
import { tarnmoorQuestions, tarnmoorSynonyms } from "./tarnmoor-questions.ts";

/** A make-believe shop for tents and packs. Its page is at /demo. */
export const tarnmoor: DemoWorkspace = {
  slug: "tarnmoor",
  name: "Tarnmoor",
  members: Object.values(colleagues),
  channel: {
    name: "Tarnmoor",
    key: "demo_tarnmoor",
    settings: {
      brand: "#2f4a3a",
      greeting: {
        en: "Hello! Ask about orders, repairs or our gear.",
        zh: "您好！订单、维修或装备，都可以问我。",
      },
      suggestions: {
        en: [
          "How heavy is the Skerry 2 when packed?",
          "Are tent poles covered by the warranty?",
          "How long does delivery take?",
        ],
        zh: ["Skerry 2 打包后多重？", "帐篷可以终身免费维修吗？", "收货后多少天内可以退货？"],
      },
      allowedOrigins: [],
    },
  },
  policy: {
    name: "Help desk",
    file: "engine/demo/policies/tarnmoor.md",
    talk: [
      {
        on: "No exclamation marks.",
        by: "maya",
        says: [
          { by: "maya", words: "Does this hold for quick replies as well? Ours have none left." },
          { by: "priya", words: "Yes, for everything visitors read. I checked them all." },
        ],
        resolvedBy: "maya",
      },
      {
        on: "语气亲切、简短。",
        by: "priya",
        says: [
          { by: "priya", words: "上周有三位客户觉得回复太正式。我们要不要允许用“你”？" },
          { by: "maya", words: "先保留“您”，把句子写短一些，下个月再看评价。" },
        ],
      },
      {
        on: "The exact day is on the carrier's page.",
        by: "maya",
        proposes: "The exact day is on the carrier's page: say where the tracking number is.",
        says: [
          {
            by: "maya",
            words: "Tomás answers this twice a day: people have the link and not the number.",
          },
        ],
      },
    ],
  },
  articles: [
    { folder: "engine/demo/tarnmoor/en", lang: "en" },
    { folder: "engine/demo/tarnmoor/zh", lang: "zh" },
  ],
  tuning: { tuning: { sendLine: 0.6, synonyms: tarnmoorSynonyms }, questions: tarnmoorQuestions },
  conversations: [...tarnmoorPast, ...tarnmoorConversations],
};
