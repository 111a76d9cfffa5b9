import type { Locale } from "#contract/ids.ts";
import { detectLanguage } from "./detect-language.ts";
import type { Fault } from "./guard.ts";
import { withoutCitations } from "./passage.ts";

/** Words a text must have before its little words say in which language it is. */
const leastWords = 6;
/** Share of letters of an alphabet that neither English nor Chinese is written in. */
const mostForeign = 0.3;

/** The answer is written in the visitor's language: not in the other of the two, and in no third one. */
export const languageFaults = (answer: string, locale: Locale): Fault[] => {
  const text = withoutCitations(answer).replaceAll(/\bhttps?:\/\/\S+/gi, " ");
  if (isThirdLanguage(text)) return [fault("third_language")];
  return detectLanguage(text, locale) === locale ? [] : [fault("not_visitors_language")];
};

const isThirdLanguage = (text: string): boolean => {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  if (letters === 0) return false;
  const foreign = text.match(/[\p{L}--[\p{Script=Latin}\p{Script=Han}]]/gv)?.length ?? 0;
  if (foreign / letters > mostForeign) return true;
  const words = text.toLowerCase().match(/\p{Script=Latin}+(?:['’]\p{Script=Latin}+)?/gu) ?? [];
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  if (words.length < leastWords || han > words.length) return false;
  const english = words.filter((word) => englishWords.has(word)).length;
  const others = words.filter((word) => otherWords.has(word)).length;
  return others > english && others / words.length > 0.15;
};

const fault = (detail: Fault["detail"]): Fault => ({
  guard: "language",
  detail,
  drop: false,
  needsPerson: true,
});

const wordSet = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

const englishWords = wordSet(`
  the a an and or of to in on at for with from by is are was were be been will can may must do does not
  no it its this that these those you your we our they their if when after before as but have has had i
  within only also all any more than then there here`);

/** Little words of French, German, Spanish, Portuguese, Italian, Dutch, Polish, Turkish, Indonesian and Vietnamese that English does not have. */
const otherWords = wordSet(`
  le la les des du une un et est sont pour dans vous votre vos nous avec que qui ce cette aux au jours
  der das und ist sind für mit nicht ein eine einen wir sie ihr ihre auf nach von zu bei wird werden
  el los las una es para su sus usted que por del al se días pedido puede
  uma são não você seu sua dias pode em na
  il lo gli uno di da nel della sono non che può giorni si
  het een voor niet met zijn wij uw binnen
  na nie jest są się dni oraz przez
  ve bir bu için ile değil gün içinde
  yang di untuk dengan tidak ini itu anda hari dalam
  và của là cho không với trong ngày được các`);
