/** English texts of what an answer was drawn from. */
const en = {
  title: "Why this answer",
  wrote: (time: string) => `An AI assistant wrote this on ${time}. No person read it before.`,
  drawnFrom: "Drawn from",
  noSource: "It rests on no document: it is a greeting, a question or a notice.",
  read: (day: string) => `as it stood on ${day}`,
  changed: "The document says something else now",
  gone: "The document is no longer in use",
  passage: "Show the passage",
  quoted: "The answer quotes this passage",
  open: "Open the whole page",
  compared: "Each sentence was compared with these passages before it was sent.",
  lookedUp: "It also used what is on record about you here.",
  wrong: "Is something wrong, or not clear?",
  person: "Talk to a person",
};

/** The texts of one language. */
export type EvidenceTexts = typeof en;

/** Chinese texts of what an answer was drawn from. */
const zh: EvidenceTexts = {
  title: "为什么这样回答",
  wrote: (time) => `这条回答由 AI 助手于${time}撰写，发送前没有人工审阅。`,
  drawnFrom: "依据",
  noSource: "它没有引用文档：这只是问候、提问或通知。",
  read: (day) => `${day}的版本`,
  changed: "文档内容现在已经改变",
  gone: "该文档已不再使用",
  passage: "查看段落",
  quoted: "回答引用了这段内容",
  open: "打开完整页面",
  compared: "每句话在发送前都与这些段落核对过。",
  lookedUp: "它还使用了这里关于您的记录。",
  wrong: "有错误或不清楚的地方？",
  person: "转人工客服",
};

/** The texts by language. */
export const evidenceTexts = { en, zh };
