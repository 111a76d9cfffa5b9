/** Texts of the page where visitors ask Xin about Xin. */
export const askTexts = {
  en: {
    title: "Ask Xin about Xin",
    description:
      "Xin answers questions about itself from its own user guide, and shows where each answer comes from.",
    skip: "Skip to the questions",
    otherLanguage: "中文",
    theme: "Light or dark",
    siteNav: "Xin",
    shop: "See it in a shop",
    inbox: "Open the inbox",
    lead: "Xin is a shared inbox in which people and an AI look after customers together. It runs on your own machine. Ask it about itself: it answers from its user guide.",
    start: "Ask a question",
    questionsTitle: "Good questions to begin with",
    groups: [
      [
        "Begin",
        [
          "How do I install and start Xin?",
          "How do I add the widget to my site?",
          "What is in the demo?",
        ],
      ],
      [
        "Trust",
        [
          "What does the AI answer from?",
          "Can the AI talk over a person?",
          "What happens when the connection breaks?",
        ],
      ],
      [
        "Govern",
        [
          "What are the modes off, draft and auto?",
          "How do I write a rule in a policy?",
          "How are workspaces kept apart?",
        ],
      ],
    ],
    howTitle: "How it answers",
    how: [
      [
        "source",
        "From the guide, with sources",
        "Every answer names the passages it rests on. Open one to read the words it quotes.",
      ],
      [
        "person",
        "A person is always in reach",
        "When Xin is not sure enough it hands over by itself, and says so. You can ask for a person at any time.",
      ],
      [
        "shield",
        "Nothing is lost",
        "What you write waits for a connection and arrives once. Close this page and come back: the conversation is still here.",
      ],
    ],
    footer: "This page uses the same widget that you put on your own site.",
  },
  zh: {
    title: "向 Xin 询问 Xin",
    description: "Xin 依据自己的用户指南回答关于它自身的问题，并注明每个回答的出处。",
    skip: "跳到问题",
    otherLanguage: "English",
    theme: "浅色或深色",
    siteNav: "Xin",
    shop: "在商店里看看",
    inbox: "打开收件箱",
    lead: "Xin 是一个由人和 AI 共同服务客户的收件箱，运行在您自己的机器上。关于它的问题，直接问它：它会依据用户指南回答。",
    start: "提一个问题",
    questionsTitle: "可以从这些问题开始",
    groups: [
      ["开始使用", ["怎样安装和启动 Xin？", "怎样把聊天窗加到我的网站？", "演示里有什么？"]],
      ["值得信赖", ["AI 依据什么回答？", "AI 会抢在人工客服之前说话吗？", "网络断开时会怎样？"]],
      [
        "由人管理",
        ["关闭、草稿和自动模式有什么区别？", "怎样在策略里写规则？", "各个工作区如何隔离？"],
      ],
    ],
    howTitle: "它怎样回答",
    how: [
      ["source", "依据指南，注明出处", "每个回答都会列出所依据的段落，点开即可读到它引用的原文。"],
      [
        "person",
        "随时可以找到人",
        "没有足够把握时，Xin 会主动转人工并告诉您。您也可以随时要求人工客服。",
      ],
      [
        "shield",
        "消息不会丢失",
        "您写的内容会等到网络恢复后送达，而且只送达一次。关闭页面再回来，对话仍在这里。",
      ],
    ],
    footer: "本页使用的聊天窗，与您放到自己网站上的完全相同。",
  },
} as const;
