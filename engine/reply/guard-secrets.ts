import type { Fault, GuardBasis } from "./guard.ts";
import { withoutCitations } from "./passage.ts";

/**
 * Keys, tokens and passwords never go out, wherever the model has them from: a document of the knowledge base
 * may hold one that nobody meant to publish. What the visitor wrote themselves is no secret.
 */
export const secretFaults = (sentence: string, { question }: GuardBasis): Fault[] => {
  const text = withoutCitations(sentence).normalize("NFKC");
  const found = [
    ...(text.match(keys) ?? []),
    ...[...text.matchAll(passwords)].map(({ groups }) => groups?.["value"] ?? ""),
    ...(text.match(longRandom) ?? []).filter(isRandom),
  ];
  return found.some((secret) => secret !== "" && !question.includes(secret))
    ? [{ guard: "secrets", detail: "key_or_password", drop: true, needsPerson: true }]
    : [];
};

/** Keys that say what they are: of model providers, clouds, code hosts, payment and chat services; JWTs; PEM; addresses with a password. */
const keys = new RegExp(
  [
    String.raw`\b(?:sk|pk|rk|whsec)[-_](?:[a-z]+[-_])*[A-Za-z0-9]{12,}`,
    String.raw`\b(?:AKIA|ASIA)[A-Z0-9]{12,}`,
    String.raw`\bAIza[\w-]{20,}`,
    String.raw`\b(?:gh[pousr]|github_pat|glpat|xox[abeoprs]|hf|npm|dop_v1|shpat|xin)[-_][\w-]{16,}`,
    String.raw`\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?`,
    String.raw`-----BEGIN [A-Z ]*PRIVATE KEY-----`,
    String.raw`\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@]+:[^\s:/@]+@[^\s/]+`,
    String.raw`\bBearer\s+[\w.~+/-]{16,}=*`,
  ].join("|"),
  "g",
);

/** A password, a PIN or a key that is named as such. A word alone ("Password: ask us") is none: it needs a digit or a sign. */
const passwords =
  /(?:pass(?:word|phrase|code|wd)?|pwd|secret|api[ _-]?key|access[ _-]?token|密码|口令|密钥|令牌)["'”’]?\s*(?:is\b|are\b|=|:|：|为|是)\s*["'“‘「]?(?<value>(?=[^\s"'”’」]*[\d!@#$%^&*_+])[^\s"'”’」，。,;；]{5,})/giu;

const longRandom = /\b[A-Za-z0-9+/_-]{32,}={0,2}/g;

/** Letters of both cases with digits, or long hex: not an address, not a word, not an order number. */
const isRandom = (text: string) => {
  if (/[/]/.test(text) && /^[a-z/-]+$/i.test(text)) return false;
  if (/^[0-9a-f]{32,}$/i.test(text)) return true;
  return /[a-z]/.test(text) && /[A-Z]/.test(text) && (text.match(/\d/g)?.length ?? 0) >= 3;
};
