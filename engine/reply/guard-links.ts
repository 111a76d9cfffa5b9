import { type Fault, type GuardBasis, lineOf, type Source } from "./guard.ts";
import { withoutCitations } from "./passage.ts";

/**
 * Links lead only to hosts of the passages the sentence cites and to those the policy lists: a link
 * is how an instruction hidden in a document would carry a visitor, or what they wrote, away.
 * The same holds for mail addresses, which may also be of the domain above such a host.
 * Pictures are never let through: showing one already calls its host.
 */
export const linkFaults = (
  sentence: string,
  sources: readonly Source[],
  basis: GuardBasis,
): Fault[] => {
  if (pictures.test(sentence)) return [fault("picture", true)];
  const allowed = new Set(basis.policy.settings.links);
  for (const { url } of sources) {
    const host = url === null ? null : hostOf(url);
    if (host !== null) allowed.add(host);
  }
  const mayWriteTo = (mail: string) => {
    const host = mail.slice(mail.indexOf("@") + 1).toLowerCase();
    const isOurs = [...allowed].some((known) => known === host || known.endsWith(`.${host}`));
    return isOurs || basis.policyWords.includes(mail) || isOf(mail, basis);
  };
  const links = sentence.replaceAll(mails, (mail) => (mayWriteTo(mail) ? " " : mail));
  const refused = hostsIn(links).filter(
    (host) => ![...allowed].some((known) => host === known || host.endsWith(`.${known}`)),
  );
  if (refused.length === 0) return [];
  // A quote of our own document is no attack: the sentence goes, the rest may stay.
  const quoted = sources.some(({ line }) => line.includes(lineOf(withoutCitations(sentence))));
  return [fault(`host_not_listed:${refused.join(",")}`, !quoted)];
};

/** The visitor's own address may be said back to them. */
const isOf = (mail: string, { question, visitorWords = "" }: GuardBasis) =>
  `${question} ${visitorWords}`.includes(mail);

/** Mail addresses that stand alone: "https://name@host/" is an address of that host. */
const mails = /(?<![\w.+/:@-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+(?![\w/:@])/g;

/** Hosts a text links to, also by names without a scheme, lower case. */
export const hostsIn = (text: string): string[] => {
  const found = new Set<string>();
  for (const [whole] of text.matchAll(addresses)) {
    const host = hostOf(/^[a-z][a-z0-9+.-]*:/i.test(whole) ? whole : `https://${whole}`);
    found.add(host ?? whole.slice(0, 80));
  }
  for (const [, target = ""] of text.matchAll(/\]\(\s*<?([^)\s>]+)/g)) {
    if (!/^[/#]/.test(target) || target.startsWith("//")) {
      found.add(hostOf(new URL(target, "https://relative.invalid").href) ?? target.slice(0, 80));
    }
  }
  found.delete("relative.invalid");
  return [...found];
};

/** Markdown's two forms, and the elements of HTML that call a host by being shown. */
const pictures =
  /!\[[^\]]*\]\s*[([]|<\s*(?:img|svg|image|picture|video|audio|iframe|object|embed|link|style|script)\b/i;

const fault = (detail: Fault["detail"], needsPerson: boolean): Fault => ({
  guard: "links",
  detail,
  drop: true,
  needsPerson,
});

/** Addresses with a scheme, with `www.`, or with an ending that people and chat programs take for one. */
const addresses =
  /\b(?:(?:https?|ftp|javascript|data|vbscript|file):\/{0,2}[^\s)\]>"'，。；）】」]+|(?:www\.|(?:[a-z0-9-]+\.)+(?:com|net|org|io|co|cn|dev|app|info|biz|ru|xyz|top|shop|site|online|link|click|ai|me|example|test)\b|(?:[a-z0-9-]+\.)+[a-z]{2,18}(?::\d+)?\/|(?:\d{1,3}\.){3}\d{1,3}(?::\d+|\/))[^\s)\]>"'，。；）】」]*)/gi;

const hostOf = (address: string): string | null => {
  const url = URL.parse(address);
  return url === null || url.hostname === "" ? null : url.hostname.toLowerCase().replace(/\.$/, "");
};
