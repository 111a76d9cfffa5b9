import type { DemoWorkspace } from "./demo-workspace.ts";
import { colleagues } from "./demo-people.ts";
import { tarnmoorChinese } from "./tarnmoor-chinese.ts";
import { tarnmoorConversations } from "./tarnmoor-conversations.ts";
import { tarnmoorHelpDesk } from "./tarnmoor-help-desk.ts";
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
  policies: [tarnmoorHelpDesk, tarnmoorChinese],
  articles: [
    { folder: "engine/demo/tarnmoor/en", lang: "en" },
    { folder: "engine/demo/tarnmoor/zh", lang: "zh" },
  ],
  tuning: { tuning: { sendLine: 0.6, synonyms: tarnmoorSynonyms }, questions: tarnmoorQuestions },
  conversations: [...tarnmoorPast, ...tarnmoorConversations],
};
