import type { Fault, GuardBasis } from "./guard.ts";
import { withoutCitations } from "./passage.ts";
import { personalNumbers } from "./personal-numbers.ts";

/**
 * Personal data of others never goes out. Cards, bank accounts and numbers of identity papers are
 * nobody's business in an answer; a private mail address, a phone number beside words about one customer, and a
 * street address beside them are, unless the visitor wrote them, or the page of the policy has them.
 */
export const privacyFaults = (sentence: string, basis: GuardBasis): Fault[] => {
  const text = withoutCitations(sentence).normalize("NFKC");
  const own = squeeze(`${basis.question} ${basis.visitorWords ?? ""}`);
  const published = squeeze(basis.policyWords);
  const isKnown = (found: string) => {
    const plain = squeeze(found);
    return own.includes(plain) || published.includes(plain);
  };
  const foreign = (found: readonly string[] | null) => (found ?? []).some((one) => !isKnown(one));

  const faults: Fault[] = [];
  if (foreign(personalNumbers(text))) faults.push(fault("personal:number"));
  if (foreign((text.match(mails) ?? []).filter(isPrivateMail)))
    faults.push(fault("personal:email"));
  if (aboutOne.test(text)) {
    if (foreign(text.match(phones))) faults.push(fault("personal:phone"));
    if (foreign(text.match(mails))) faults.push(fault("personal:email"));
    if (foreign(text.match(streets))) faults.push(fault("personal:address"));
  }
  return faults;
};

const fault = (detail: Fault["detail"]): Fault => ({
  guard: "privacy",
  detail,
  drop: true,
  needsPerson: true,
});

const squeeze = (text: string) => text.toLowerCase().replaceAll(/[^\p{L}\p{N}@]/gu, "");

const mails = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g;

/** Addresses at the big mail hosts belong to people; those at a company's own name, and "support@", to the company. */
const isPrivateMail = (mail: string) => {
  const [name = "", host = ""] = mail.toLowerCase().split("@");
  return privateHosts.test(host) && !offices.test(name);
};

const privateHosts =
  /^(?:(?:gmail|googlemail|outlook|hotmail|live|msn|yahoo|ymail|icloud|me|mac|aol|gmx|web|proton|protonmail|pm|fastmail|zoho|mail|qq|foxmail|163|126|yeah|sina|sohu|aliyun|139|189)\.(?:com|net|org|de|cn|me|ch|co|ru|fr|it|es)(?:\.\w\w)?)$/;
const offices =
  /^(?:[\w-]*(?:support|help|service|info|contact|hello|sales|orders?|returns?|billing|care|team|shop|store|office|press|jobs|kefu)[\w-]*)$/;

const phones = /(?<![\w.])\+?\d[\d\s().-]{6,17}\d(?![\w])/g;

const streets =
  /\b\d{1,5}[A-Za-z]?\s+(?:\p{Lu}[\p{L}'-]+\s+){1,3}(?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|way|close|court|square|boulevard|blvd)\b|\p{Script=Han}{2,}(?:路|街|巷|大道)\d+(?:号|弄)/giu;

/** Words that make a sentence one about a single other person: their order, their record, who they are. */
const aboutOne =
  /\b(?:customer|client|buyer|recipient|contact person|patient|account holder|ordered by|shipped to|delivered to|belongs to|registered to|lives at|(?:his|her) (?:phone|number|mobile|e-?mail|address)|mr|mrs|ms|miss)\b|收货人|收件人|联系人|下单人|户主|(?:该|这位|另一位|其他)(?:客户|顾客|用户|会员)|(?:客户|顾客|用户|会员|他|她)的(?:电话|手机|邮箱|地址|住址)|先生|女士/iu;
