import type { Locale } from "#contract/ids.ts";

/** Courtesies that need no knowledge: a greeting must never become a hand-over. */
export type SmallTalk = "greeting" | "thanks" | "farewell" | "acknowledgement" | "identity";

/** The kind of courtesy of the last line, when every line is nothing but a courtesy; else null. */
export const smallTalkIn = (text: string): SmallTalk | null => {
  const kindsOfLines = text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map(kindOf);
  return kindsOfLines.includes(null) ? null : (kindsOfLines.at(-1) ?? null);
};

/** A short courteous answer in the visitor's language. `name` is the workspace's. */
export const smallTalkReply = (kind: SmallTalk, locale: Locale, name: string): string =>
  replies[kind][locale].replaceAll("{name}", name);

const kindOf = (line: string): SmallTalk | null => {
  if (/^[\p{Extended_Pictographic}\p{Emoji_Component}\s]+$/u.test(line) && !/\d/.test(line)) {
    return "acknowledgement";
  }
  const plain = line
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll("’", "'")
    .replaceAll(/[^\p{L}\p{N}' ]+/gu, " ")
    .replaceAll(/\s+/g, " ")
    .trim();
  if (plain === "" || plain.length > 60) return null;
  return kinds.find(([, pattern]) => pattern.test(plain))?.[0] ?? null;
};

const kinds: readonly (readonly [SmallTalk, RegExp])[] = [
  [
    "identity",
    /^(?:(?:hi|hello|hey) )?(?:are you|is this|am i (?:talking|speaking|chatting) (?:to|with)) (?:an? )?(?:real )?(?:bot|robot|chatbot|ai|machine|human|person|computer)(?: or (?:an? )?(?:real )?(?:bot|robot|ai|human|person|machine))?$|^(?:who|what) are you$|^what can you do(?: for me)?$|^你(?:是谁|是什么|能做什么|会什么|是(?:不是)?(?:机器人|ai|人工智能|真人|人|机器)(?:吗|还是(?:真人|人|机器人))?)$|^您?是(?:机器人|ai|真人)吗$/,
  ],
  [
    "greeting",
    /^(?:(?:hi|hello|hey|hiya|howdy|greetings|good (?:morning|afternoon|evening|day))(?: there| all| team| everyone| again)?)(?: (?:hi|hello|how are you(?: today| doing)?))?$|^how are you(?: today| doing)?$|^(?:is )?any(?:one|body) (?:there|here)$|^(?:你好|您好|嗨|哈喽|哈啰|嘿|在吗|在不在|有人吗|早|早上好|上午好|中午好|下午好|晚上好)(?:呀|啊|哦)?(?: ?(?:在吗|有人吗))?$/,
  ],
  [
    "thanks",
    /^(?:(?:ok|okay|great|perfect|cool|awesome|super|wonderful|that helps|that helped|got it|good) )*(?:many )?(?:thanks|thank you|thank u|thx|ty|cheers)(?: (?:so much|very much|a lot|again|a bunch|for (?:your|the) (?:help|answer|reply|support|quick \w+)|that (?:helps|helped)(?: a lot)?))*$|^(?:好的?|嗯|哦|明白了|知道了)? ?(?:谢谢|多谢|感谢|谢了|谢啦|非常感谢|太感谢了)(?:你|您|你们|啦|了|哦|你的(?:帮助|回答|回复)|您的(?:帮助|回答|回复))*$/,
  ],
  [
    "farewell",
    /^(?:ok |okay |thanks )?(?:bye|goodbye|good bye|bye bye|see you|see ya|have a (?:nice|good|great) (?:day|one|evening|weekend)|good night)$|^(?:好的? ?)?(?:再见|拜拜|拜|晚安|回头见)(?:啦|了)?$/,
  ],
  [
    "acknowledgement",
    /^(?:ok|okay|k|kk|got it|i see|alright|all right|great|perfect|cool|nice|awesome|understood|that (?:works|helps|helped)|sounds good|makes sense|good|never mind|nevermind|no worries)(?: (?:great|good|perfect|cool|got it))?$|^(?:好|好的|好吧|明白|明白了|知道了|了解|了解了|收到|嗯|嗯嗯|行|可以|没事|没事了|懂了|原来如此)$/,
  ],
];

const replies: Readonly<Record<SmallTalk, Readonly<Record<Locale, string>>>> = {
  greeting: {
    en: "Hello! What would you like to know?",
    zh: "您好！请问有什么可以帮您？",
  },
  thanks: {
    en: "You're welcome. Write again whenever something comes up.",
    zh: "不客气，有问题随时再写给我们。",
  },
  farewell: {
    en: "Goodbye, and have a good day.",
    zh: "再见，祝您一切顺利。",
  },
  acknowledgement: {
    en: "Good. If anything else comes up, just write.",
    zh: "好的，如果还有其他问题，请随时告诉我们。",
  },
  identity: {
    en: "I am the AI assistant of {name}. I answer from our help pages and show where each answer comes from. If you would rather speak with a person, just say so.",
    zh: "我是{name}的 AI 助手，会根据帮助资料回答，并注明出处。如果您想与真人沟通，直接告诉我即可。",
  },
};
