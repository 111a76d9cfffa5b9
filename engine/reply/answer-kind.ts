/** What an answer must hold for the question to be answered: a time, or money (also "for free"). */
export type AnswerKind = "time" | "money";

/** What a question asks for; null when its form does not say. */
export const wantedKind = (question: string): AnswerKind | null =>
  kinds.find((kind) => asks[kind].test(question)) ?? null;

/** Whether a text says something of the kind. */
export const gives = (kind: AnswerKind, text: string): boolean => says[kind].test(text);

/** The words by which a question asks for the kind: they say nothing of what it is about. */
export const withoutAsking = (kind: AnswerKind, question: string): string =>
  question.replaceAll(asksAll[kind], " ");

/** Words an answer of the kind may be written with though the question has none of them, in its language. */
export const vocabularyOf = (kind: AnswerKind, question: string): string =>
  vocabulary[kind][/\p{Script=Han}/u.test(question) ? "zh" : "en"];

const vocabulary = {
  money: { en: "cost price fee charge free", zh: "费用 价格 收费 免费" },
  time: { en: "", zh: "" },
} as const;

const kinds: readonly AnswerKind[] = ["money", "time"];

const money = String.raw`\bhow much(?! (?:time|long))\b|\bcosts?\b|\bprices?\b|\bfees?\b|\bcharged?\b|\bexpensive\b|\bcheap\b|多少钱|几块钱|费用|价格|收费|要钱|花钱|运费多少|贵吗`;
const time = String.raw`\bhow (?:long|soon|fast|quickly|often)\b|\bhow many (?:minutes|hours|days|weeks|months|years)\b|\bwhen\b|\b(?:what|which) (?:time|day)s?\b|多久|多长时间|多少天|几天|几个工作日|几个月|几小时|何时|什么时候|几点|多快`;

const asks: Readonly<Record<AnswerKind, RegExp>> = {
  money: new RegExp(money, "i"),
  time: new RegExp(time, "i"),
};
const asksAll: Readonly<Record<AnswerKind, RegExp>> = {
  money: new RegExp(money, "gi"),
  time: new RegExp(time, "gi"),
};

const number = String.raw`(?:\d[\d.,]*|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|few|several|same|next)`;

const says: Readonly<Record<AnswerKind, RegExp>> = {
  money:
    /[£$€¥￥]\s?\d|\d\s?(?:[£$€¥%]|usd|eur|gbp|cny|rmb|dollars?|euros?|pounds?|cents?|pence|元|块|英镑|美元|欧元|镑)|\bfree\b(?! to\b)|\bno (?:extra |additional )?(?:charge|fees?|costs?)\b|\bcost price\b|\bat (?:our|your) (?:cost|expense)\b|免费|不收|无需(?:付费|费用)|包邮|成本价/iu,
  time: new RegExp(
    String.raw`\b${number}[\s-]+(?:to \d+ |or \d+ |– ?\d+ )?(?:(?:working|business|full|calendar|more)[\s-]+)?(?:second|minute|hour|day|week|month|year)s?\b|\b(?:second|minute|hour|dai|day|week|month|year)ly\b|\bfor (?:life|ever)\b|\b(?:immediately|at once|instantly|today|tomorrow|overnight|24\/7)\b|\b\d{1,2}(?:[:.]\d{2})?\s?(?:am|pm)\b|\b\d{1,2}:\d{2}\b|\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b|\b(?:january|february|march|april|june|july|august|september|october|november|december)\b|[\d一二两三四五六七八九十几半]+\s?(?:个)?(?:秒|分钟|小时|天|日|工作日|周|星期|月|年|刻钟)|立即|马上|当天|次日|终身|周[一二三四五六日末]|\d{1,2}[点:：]`,
    "iu",
  ),
};
