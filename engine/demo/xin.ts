import type { DemoWorkspace } from "./demo-workspace.ts";
import { colleagues } from "./demo-people.ts";
import { xinConversations } from "./xin-conversations.ts";
import { xinQuestions } from "./xin-questions.ts";

/** Xin's own help desk, over its user documentation. Its page is at /ask. */
export const xin: DemoWorkspace = {
  slug: "xin",
  name: "Xin",
  members: [colleagues.you, colleagues.maya, colleagues.jia, colleagues.priya],
  channel: {
    name: "Xin",
    key: "demo_xin_help",
    settings: {
      brand: "#00627c",
      greeting: {
        en: "Hello! Ask me anything about Xin.",
        zh: "您好！关于 Xin 的问题都可以问我。",
      },
      suggestions: {
        en: [
          "How do I put the widget on my site?",
          "How do I take over a conversation from the AI?",
          "Which files can I upload as knowledge?",
        ],
        zh: ["如何把聊天窗加到网站？", "如何接管会话？", "如何上传文档？"],
      },
      allowedOrigins: [],
    },
  },
  policies: [xinQuestions],
  articles: [
    { folder: "docs/help/en", lang: "en" },
    { folder: "docs/help/zh", lang: "zh" },
  ],
  tuning: null,
  conversations: xinConversations,
};
