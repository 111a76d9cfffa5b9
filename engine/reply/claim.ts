/**
 * What of a sentence can be right or wrong by itself: its numbers with what they count, whether it says
 * no, and whom it names. Deterministic, English and Chinese.
 */
export type Claim = {
  /** Numbers in digits, with the unit or currency that stands by them where one does: "10 day", "24.95 gbp". */
  readonly amounts: readonly Amount[];
  readonly addresses: readonly string[];
  /** Whether it denies or forbids. */
  readonly negative: boolean;
  /** Names in the middle of a sentence, and Latin words in a Chinese one; lower case. */
  readonly names: readonly string[];
};

/** A number in digits, and what it counts; null when nothing known stands by it. */
export type Amount = { readonly number: string; readonly unit: string | null };

/** Reads a sentence, or a whole passage. */
export const claimOf = (text: string): Claim => {
  const plain = text.normalize("NFKC").replaceAll("’", "'");
  const lower = plain.toLowerCase();
  return {
    amounts: amountsIn(lower),
    addresses: lower.match(/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g) ?? [],
    negative: isNegative(lower),
    names: namesIn(plain),
  };
};

/**
 * Whether an amount stands among others: the same number of the same thing. A number that stands there
 * of nothing known supports any unit, and the other way round.
 */
export const hasAmount = (amounts: readonly Amount[], { number, unit }: Amount): boolean =>
  amounts.some(
    (other) =>
      other.number === number && (unit === null || other.unit === null || other.unit === unit),
  );

/** Whether a text denies or forbids something. "Not only" and "no later than" do not. */
const isNegative = (lower: string): boolean => negation.test(lower.replaceAll(notNegation, " "));

const negation =
  /\b(?:no|not|never|none|nobody|nothing|neither|nor|cannot|without|except|excluding|unable|refuse[ds]?)\b|n't\b|不|没有|没法|无法|无需|未|勿|禁止|非(?=[法免])|拒绝|除外/;
const notNegation =
  /\bnot only\b|\bno (?:later|more|longer|less|fewer|earlier) than\b|\bwhy not\b|\bno\. ?(?=\d)|不仅|不但|不只|不超过|不少于|不晚于|不同|不过|不断|不锈钢|不久/g;

const amountsIn = (lower: string): readonly Amount[] => {
  const spelt = lower
    .replaceAll(wordNumber, (word) => String(wordNumbers.get(word) ?? word))
    .replaceAll(chineseNumber, (_, digits: string) => String(chineseValue(digits)));
  return Array.from(spelt.matchAll(amount), (match): Amount => {
    const { before, number = "", unit } = match.groups ?? {};
    return { number: plainNumber(number), unit: unitOf(before) ?? unitOf(unit) };
  });
};

/** "1,000" is 1000, "3.50" is 3.5. Times of the day and versions stay as they are. */
const plainNumber = (number: string): string => {
  const joined = number.replaceAll(",", "");
  return /^\d+(?:\.\d+)?$/.test(joined) ? String(Number(joined)) : joined;
};

const unitOf = (text: string | undefined): string | null => {
  if (text === undefined) return null;
  return unitNames.get(text.replace(/(?<=[a-z]{2})s$/, "")) ?? null;
};

const unitNames: ReadonlyMap<string, string> = new Map(
  Object.entries({
    second: "second sec 秒 秒钟",
    minute: "minute min 分钟",
    hour: "hour hr 小时",
    day: "day 天 日 工作日 个工作日 个自然日 自然日",
    week: "week 周 星期 个星期",
    month: "month 个月 月",
    year: "year yr 年",
    percent: "% percent",
    gbp: "£ gbp pound 英镑 镑",
    usd: "$ usd dollar 美元",
    eur: "€ eur euro 欧元",
    cny: "¥ 元 人民币 rmb cny yuan",
    kg: "kg kilo kilogram 公斤 千克",
    gram: "g gram 克",
    cm: "cm centimetre centimeter 厘米",
    metre: "m metre meter 米",
    mb: "mb 兆",
    gb: "gb",
  }).flatMap(([name, words]) => words.split(" ").map((word) => [word, name] as const)),
);

const units = [...unitNames.keys()]
  .toSorted((a, b) => b.length - a.length)
  .map((unit) => unit.replace("$", String.raw`\$`))
  .map((unit) => (/^[a-z]/.test(unit) ? `${unit}s?\\b` : unit))
  .join("|");
/** Words that may stand between a number and what it counts. */
const between = String.raw`(?:(?:to|or|and|–|-|至|到)\s*\d[\d.,]*\s*)?(?:(?:working|business|full|calendar|whole|more|further)[\s-]+)?`;
const amount = new RegExp(
  String.raw`(?<before>[£$€¥])?\s*(?<number>\d+(?:[.,:]\d+)*)(?=(?:[\s-]*${between}(?<unit>${units}))?)`,
  "gu",
);

const wordNumbers: ReadonlyMap<string, number> = new Map(
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty"
    .split(" ")
    .map((word, value) => [word, value] as const)
    .concat([
      ["thirty", 30],
      ["forty", 40],
      ["fifty", 50],
      ["sixty", 60],
      ["ninety", 90],
    ]),
);
/** "one" is a pronoun as often as a number: it counts only before a unit. */
const wordNumber = new RegExp(
  String.raw`\b(?:${[...wordNumbers.keys()].filter((word) => word !== "one").join("|")})\b|\bone\b(?=\s+(?:working |business )?(?:second|minute|hour|day|week|month|year)\b)`,
  "g",
);

/** Before a unit of time or money alone: "一个" is an article, "统一" a word. */
const chineseNumber =
  /([一二两三四五六七八九十百]+)(?=个?(?:工作日|自然日|小时|分钟|星期|月|天|日|周|年|元|英镑|美元|欧元))/g;
const chineseDigits: ReadonlyMap<string, number> = new Map(
  Array.from("零一二三四五六七八九")
    .map((digit, value) => [digit, value] as const)
    .concat([["两", 2]]),
);
const chineseValue = (digits: string): number => {
  let value = 0;
  let digit = 0;
  for (const character of digits) {
    const scale = character === "百" ? 100 : character === "十" ? 10 : 0;
    if (scale === 0) digit = chineseDigits.get(character) ?? 0;
    else {
      value += (digit || 1) * scale;
      digit = 0;
    }
  }
  return value + digit;
};

const namesIn = (plain: string): readonly string[] => {
  const chinese = /\p{Script=Han}/u.test(plain);
  const pattern = chinese
    ? /\p{Script=Latin}[\p{Script=Latin}\d.-]*[\p{Script=Latin}\d]/gu
    : /(?<=[\p{Ll}\d,;)'"”]\s+["'“(]?)\p{Lu}[\p{L}\d]*(?:['-]\p{L}+)*/gu;
  return [...plain.matchAll(pattern)]
    .map(([name]) => name.toLowerCase().replace(/'s$/, ""))
    .filter((name) => name.length > 1 && !notNames.has(name));
};

const notNames = new Set(["i", "i'm", "i'll", "i've", "i'd", "ok"]);
