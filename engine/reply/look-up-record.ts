import { v5 as uuidv5 } from "uuid";
import type { Locale } from "#contract/ids.ts";
import { ownerOf, type RecordKind, recordText, recordTitle } from "../crm/crm-record.ts";
import type { CrmFailure } from "../crm/fetch-record.ts";
import type { Crm } from "../crm/open-crm.ts";
import type { LookUpRecord } from "../tools/tool.ts";
import type { GrowingFound } from "./growing-found.ts";
import type { ReplyMaterial } from "./reply-material.ts";
import { visitorAddresses, visitorWords } from "./visitor-addresses.ts";

type Asked = Pick<ReplyMaterial, "tenantId" | "locale" | "question" | "history" | "row">;

/**
 * Makes the look-up of records for a reply. The visitor must have written the number, and the record must belong
 * to an e-mail address of theirs, proven where the policy grants verify_identity: a number alone opens nothing, and a foreign record is told from one that does
 * not exist by nothing. What is read joins the passages, so that guards hold the answer to it.
 */
export const lookUpRecord = (
  crm: Crm,
  asked: Asked,
  { join }: GrowingFound,
  needsProof: boolean,
): LookUpRecord => {
  const { tenantId, locale } = asked;
  const words = visitorWords(asked);
  const proven = asked.row.contact.verified?.email ?? null;
  const own = needsProof ? (proven === null ? [] : [proven]) : visitorAddresses(asked);
  return async (kind, raw) => {
    const number = raw.trim();
    if (!isWritten(number, words)) {
      return { refused: `The visitor has written no ${kind} number ${number}. Never make one up.` };
    }
    if (own.length === 0 && needsProof) {
      return {
        refused: `The visitor has proven no e-mail address, so no ${kind} may be read. Call verify_identity.`,
      };
    }
    if (own.length === 0) {
      return { refused: `The visitor has given no e-mail address, so no ${kind} may be read.` };
    }
    const fetched = await crm.read(tenantId, kind, number);
    if (fetched === null) return { failed: "No system with orders or tickets is connected." };
    if ("failure" in fetched && fetched.failure !== "absent") {
      return { failed: failures[fetched.failure] };
    }
    const record = "record" in fetched ? fetched.record : null;
    const owner = record === null ? null : (ownerOf(record).email?.trim().toLowerCase() ?? null);
    if (record === null || owner === null || !own.includes(owner)) {
      return { refused: `There is no ${kind} ${number} under the e-mail address of this visitor.` };
    }
    return joinRecord(join, { kind, number, text: recordText(record, locale), locale });
  };
};

/** Takes a record's words in among the passages, so that the answer can cite them. */
export const joinRecord = (
  join: GrowingFound["join"],
  { kind, number, text, locale }: RecordWords,
): Looked => {
  const id = uuidv5(`${kind} ${number.toLowerCase()}`, space);
  const title = recordTitle(kind, number, locale);
  const [passage] = join([{ ...place, chunkId: id, sourceId: id, title, text, lang: locale }], {
    searchedFor: `${kind} ${number}`,
    record: kind,
  });
  return passage === undefined ? { failed: failures.shape } : { passage };
};

type RecordWords = {
  readonly kind: RecordKind;
  readonly number: string;
  readonly text: string;
  readonly locale: Locale;
};
type Looked = Awaited<ReturnType<LookUpRecord>>;

/** What a record has as a passage: it was not searched for, and fits entirely. */
const place = {
  heading: null,
  links: [],
  url: null,
  lexical: 1,
  titlePart: 0,
  vector: 1,
  context: 0,
  score: 1,
  pinned: false,
  synonyms: [],
};

/** Name space of the ids under which records stand among passages. Random, made once. */
const space = "0d3b8d0e-6f1c-4c55-9d0b-0b9f3c1c7a52";

/** Whether the number stands in the visitor's words by itself, not as a part of another. */
const isWritten = (number: string, words: string): boolean =>
  new RegExp(
    String.raw`(?<![\w-])${number.replaceAll(/[^\w]/g, String.raw`\$&`)}(?![\w-])`,
    "i",
  ).test(words);

/** What the model is told. Nothing of what the system said is in it. */
const failures: Readonly<Record<Exclude<CrmFailure, "absent">, string>> = {
  timeout: "The system did not answer in time.",
  unreachable: "The system cannot be reached.",
  address_private: "The system is at an address that may not be connected to.",
  unauthorized: "The system refuses the key.",
  refused: "The system refused the request.",
  redirected: "The system sent the request elsewhere, which is not followed.",
  too_large: "The system answered with far too much.",
  not_json: "The system answered with something that is no record.",
  shape: "The system answered with something that is no record.",
  other_record: "The system answered with another record than the one asked for.",
};
