import type { DemoConversation } from "./demo-workspace.ts";

/** What people asked about Xin lately. */
export const xinConversations: readonly DemoConversation[] = [
  {
    visitor: { name: "Elena Novak", email: "elena@example.com", locale: "en" },
    page: "/ask",
    startedMinutesAgo: 187,
    steps: [
      { visitor: "Which files can I upload as knowledge?", afterS: 0 },
      { ai: true, afterS: 5 },
    ],
  },
  {
    visitor: { name: "Marco Bianchi", email: "marco@example.com", locale: "en" },
    page: "/ask",
    startedMinutesAgo: 143,
    steps: [
      { visitor: "How do I put the widget on my site?", afterS: 0 },
      { ai: true, afterS: 4 },
      { by: "maya", does: "resolves", afterS: 1800 },
    ],
  },
  {
    visitor: { name: "孙悦", email: null, locale: "zh" },
    page: "/ask",
    startedMinutesAgo: 22,
    steps: [
      { visitor: "如何接管会话？", afterS: 0 },
      { ai: true, afterS: 4 },
    ],
  },
  {
    visitor: { name: "Jonas Weber", email: "jonas.weber@example.com", locale: "en" },
    page: "/ask",
    startedMinutesAgo: 74,
    steps: [
      {
        visitor: "Is there a phone app for operators on the iPad with fingerprint login?",
        afterS: 0,
      },
      { ai: true, afterS: 5 },
    ],
  },
  {
    visitor: { name: "Fatima Rahimi", email: "fatima@example.com", locale: "en" },
    page: "/ask",
    startedMinutesAgo: 38,
    steps: [
      { visitor: "How do I connect a PostgreSQL database?", afterS: 0 },
      { ai: true, afterS: 4 },
      {
        visitor: "I would like to speak to a person about migrating from another tool.",
        afterS: 85,
      },
      { ai: true, afterS: 3 },
      { by: "maya", does: "takes over", afterS: 200 },
      {
        by: "maya",
        says: "Hello Fatima, happy to help with the move. Which tool do you use today, and about how many conversations does it hold?",
        afterS: 60,
      },
      { visitor: "About forty thousand, from a tool we host ourselves.", afterS: 420 },
    ],
  },
  {
    visitor: { name: "何佳怡", email: "hejiayi@example.com", locale: "zh" },
    page: "/ask",
    startedMinutesAgo: 11,
    steps: [
      { visitor: "如何上传文档？", afterS: 0 },
      { ai: true, afterS: 4 },
    ],
  },
];
