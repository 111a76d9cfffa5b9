import type { DemoWorkspace } from "./demo-workspace.ts";
import { colleagues } from "./demo-people.ts";
import { xinConversations } from "./xin-conversations.ts";

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
  policy: {
    name: "Questions about Xin",
    file: "engine/demo/policies/xin.md",
    talk: [
      {
        on: "Say it when something does not exist yet.",
        by: "maya",
        says: [
          {
            by: "maya",
            words: "And never with a date. There is a test for the promise, not for this sentence.",
          },
        ],
      },
      {
        on: "命令和设置保持原样。",
        by: "priya",
        proposes: "命令、设置和界面上的按钮名称保持原样。",
        says: [{ by: "priya", words: "按钮名称翻译后，客户在英文界面里找不到。" }],
      },
    ],
  },
  articles: [
    { folder: "docs/help/en", lang: "en" },
    { folder: "docs/help/zh", lang: "zh" },
  ],
  tuning: null,
  conversations: xinConversations,
};
