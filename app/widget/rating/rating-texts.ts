/** English texts of the question how a conversation was. */
const en = {
  ask: "How was this conversation?",
  scores: ["Very bad", "Bad", "So-so", "Good", "Very good"],
  of: (name: string, score: number) => `${name}, ${score} of 5`,
  thanks: "Thank you. You may change it for a day.",
  waits: "It goes out as soon as there is a connection.",
  refused: "That did not work. Choose once more.",
  comment: "Anything to add? (optional)",
  save: "Send",
  saved: "Sent",
};

/** The texts of one language. */
export type RatingTexts = typeof en;

/** Chinese texts of the same. */
const zh: RatingTexts = {
  ask: "您觉得这次对话怎么样？",
  scores: ["很差", "较差", "一般", "满意", "很满意"],
  of: (name, score) => `${name}，${score} 分（满分 5 分）`,
  thanks: "感谢您的评价，一天内可以修改。",
  waits: "恢复连接后会自动发送。",
  refused: "提交失败，请重新选择。",
  comment: "还有什么想补充的吗？（选填）",
  save: "提交",
  saved: "已提交",
};

/** The texts by language. */
export const ratingTexts = { en, zh };
