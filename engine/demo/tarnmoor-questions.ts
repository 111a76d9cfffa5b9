import type { DemoQuestion } from "./demo-workspace.ts";

const en = (question: string, article: string | null): DemoQuestion => ({
  question,
  article,
  lang: "en",
});
const zh = (question: string, article: string): DemoQuestion => ({ question, article, lang: "zh" });

/** What visitors of Tarnmoor ask, in their own words, with the article that should come first. */
export const tarnmoorQuestions: readonly DemoQuestion[] = [
  en("How many days do I have to return something?", "returns.md"),
  en("refund how long card", "returns.md"),
  en("Can I fix a split pole myself?", "repair-a-pole.md"),
  en("sleeve tore on barbed wire, covered?", "warranty-and-repairs.md"),
  en("How heavy is the Skerry 2 when packed?", "skerry-2.md"),
  en("does the shell run small", "corrie-shell-sizes.md"),
  en("I gave the wrong address, can you still change it?", "order-changes.md"),
  en("which gas fits the stove", "ember-stove.md"),
  en("where is my parcel", "track-an-order.md"),
  en("mould on the tent, how do I clean it", "tent-care.md"),
  en("can I pay by invoice", "payment.md"),
  en("does a gift card expire", "gift-cards.md"),
  en("how late are you open", "contact-and-hours.md"),
  en("do you price match", null),
  zh("收到货以后几天内可以退货？", "returns.md"),
  zh("帐杆断了怎么修", "repair-a-pole.md"),
  zh("礼品卡会过期吗", "gift-cards.md"),
  zh("气罐要配哪种", "ember-stove.md"),
  zh("你们几点关门", "contact-and-hours.md"),
];

/** Words of its visitors for which the articles have others. */
export const tarnmoorSynonyms: readonly (readonly string[])[] = [
  ["heavy", "weight"],
  ["expire", "valid"],
  ["refund", "money back"],
  ["多重", "重量"],
  ["收到货以后", "收货后"],
  ["几天", "多少天"],
];
