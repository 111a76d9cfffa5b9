import { describe, expect, it } from "vitest";
import { asksForPerson } from "./asks-for-person.ts";
import { detectLanguage } from "./detect-language.ts";
import { followUpQuestion } from "./follow-up.ts";
import { smallTalkIn, smallTalkReply } from "./small-talk.ts";

describe("asking for a person", () => {
  it.each([
    "I want to talk to a person",
    "Can I speak with a human please?",
    "could i please chat to someone from support",
    "Talk to a human",
    "connect me with an agent",
    "Please transfer me to customer service",
    "get me a real person!!",
    "I'd like to speak to your support team about my bill",
    "human please",
    "Agent",
    "I need a human",
    "转人工",
    "我要转人工客服",
    "人工",
    "请帮我接人工",
    "我想和真人说话",
    "能不能找个真人客服",
    "可以跟你们的工作人员沟通吗",
    "请转接客服",
    "I don't want to talk to a bot",
    "I do not want to chat with a robot, get me somebody",
    "stop talking to me with a machine",
    "No bots please",
    "Can I speak to your manager?",
    "can a human help me with this",
    "Could someone real answer me?",
    "Is there a real person here?",
    "is there anyone there? human please",
    "anyone there?",
    "Can I get a live agent",
    "Escalate this to a supervisor please",
    "let me speak with a supervisor",
    "talk to a REAL human 👤",
    "能不能换个人跟我说？",
    "我不想跟机器人说话",
    "别再和我机器人聊了，换个客服",
    "有人吗？",
    "有没有人工？",
    "找你们经理来",
    "帮我联系一下真人",
    "人呢？",
  ])("%s", (text) => {
    expect(asksForPerson(text)).toBe(true);
  });

  it.each([
    "How do I add a person to my workspace?",
    "When does the AI hand over to a human?",
    "Can a person under 18 place an order?",
    "What is the agent role for?",
    "Do I need a person to sign for the parcel?",
    "I don't want to talk to a person",
    "How do operators talk to visitors?",
    "什么时候会转人工？",
    "访客怎么转人工？",
    "客服的工作时间是几点",
    "不要转人工",
    "如何添加人员",
    "Is there a person limit per order?",
    "Can a person with a wheelchair enter the shop?",
    "How do I transfer this domain?",
    "I don't want to talk about it",
    "Do you have an AI bot?",
    "Can I have the person who ordered changed?",
    "有人用过这个灯吗",
    "机器人能扫地吗？",
    "我想换个灯",
  ])("is not: %s", (text) => {
    expect(asksForPerson(text)).toBe(false);
  });
});

describe("small talk", () => {
  it.each([
    ["Hello!", "greeting"],
    ["hi there 👋", "greeting"],
    ["Good morning, how are you?", "greeting"],
    ["你好", "greeting"],
    ["您好，在吗？", "greeting"],
    ["Thanks!", "thanks"],
    ["ok great, thank you so much", "thanks"],
    ["谢谢你！", "thanks"],
    ["好的，谢谢", "thanks"],
    ["Bye", "farewell"],
    ["再见啦", "farewell"],
    ["got it", "acknowledgement"],
    ["好的。", "acknowledgement"],
    ["Are you a bot or a human?", "identity"],
    ["你是机器人吗？", "identity"],
    ["Hello, how long do refunds take?", null],
    ["thanks but where is my order", null],
    ["你好，怎么退款？", null],
    ["great shoes, do you have them in 42?", null],
    ["👍", "acknowledgement"],
    ["🙏🏽", "acknowledgement"],
    ["Hello\nthanks!", "thanks"],
    ["Hello\nwhere is my order?", null],
    ["???", null],
    ["42", null],
  ] as const)("%s → %s", (text, kind) => {
    expect(smallTalkIn(text)).toBe(kind);
  });

  it("answers in the visitor's language and names the workspace", () => {
    expect(smallTalkReply("identity", "en", "Acme")).toContain("AI assistant of Acme");
    expect(smallTalkReply("greeting", "zh", "Acme")).toMatch(/您好/);
  });
});

describe("follow-up questions", () => {
  const previous = "How long do refunds take?";
  it("are searched together with the question before", () => {
    expect(followUpQuestion("and to which card does it go?", previous)).toContain(previous);
    expect(followUpQuestion("那要多久呢？", "怎么申请退款")).toContain("退款");
  });
  it("are none when the question stands by itself, or nothing came before", () => {
    expect(
      followUpQuestion("Where can I change the delivery address of an order?", previous),
    ).toBeNull();
    expect(followUpQuestion("and then?", null)).toBeNull();
  });
});

describe("the language of a message", () => {
  it.each([
    ["How much is it?", "en"],
    ["怎么退款？", "zh"],
    ["我的 iPhone 15 Pro 怎么退货", "zh"],
    ["What does 你好 mean in your product?", "en"],
    ["???", "zh"],
  ] as const)("%s → %s", (text, locale) => {
    expect(detectLanguage(text, "zh")).toBe(locale);
  });
});
