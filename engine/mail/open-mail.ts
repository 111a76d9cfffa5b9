import { randomBytes } from "node:crypto";
import type { Tx } from "#db/client.ts";
import { readMailServer } from "#db/reads/mail-server.ts";
import {
  claimOutgoingMail,
  type ClaimedMail,
  endOutgoingMail,
  insertOutgoingMail,
  releaseOutgoingMail,
} from "#db/writes/outgoing-mails.ts";
import type { RunningJob } from "../runtime/jobs/job-queue.ts";
import type { Jobs } from "../runtime/jobs/jobs.ts";
import type { Logger } from "../runtime/log.ts";
import { seal, unseal } from "../tenancy/key-provider.ts";
import { installationMail } from "./mail-server.ts";
import { type MailWorld, openMailServer } from "./open-mail-server.ts";
import { isPassing, type Mail as MailWords, sendMail, sendMs } from "./send-mail.ts";

/** Mail as the rest of a process uses it. */
export type Mail = {
  /** Whether mail of this tenant, whose transaction this is, can go out at all. */
  isSetUp(tx: Tx): Promise<boolean>;
  /** Has a mail sent when this transaction commits, and never otherwise. Recipient and words are sealed until then. */
  sendWithin(tx: Tx, tenantId: string, mail: NewMail): Promise<void>;
  /** Sends mails in this process, until the job queue stops. */
  start(): Promise<void>;
};

/** A mail that is to go out. */
export type NewMail = Omit<MailWords, "messageId"> & {
  /** One mail for one id, however often it is tried. */
  readonly id: string;
  /** After so long it is not sent any more. */
  readonly sendWithinSeconds: number;
};

type MailJob = { readonly tenantId: string; readonly mailId: string };

/** Pauses of 3, 6, 12, … seconds, spread out: several minutes of trouble are outlasted. */
const queueSettings = {
  retryLimit: 8,
  retryDelaySeconds: 3,
  retryDelayMaxSeconds: 120,
  expireInSeconds: 60,
};
/** Longer than a try lasts. */
const claimSeconds = sendMs / 1000 + 10;
const concurrency = 4;

/**
 * Opens the queue. Made once in a process. Throws ConfigError when the installation's own server cannot be used.
 */
export const openMail = async (
  world: MailWorld & { readonly log: Logger },
  jobs: Pick<Jobs, "queue">,
): Promise<Mail> => {
  const shared = installationMail(world.config);
  const queue = await jobs.queue<MailJob>("mail.send", queueSettings);
  return {
    isSetUp: async (tx) => shared !== null || (await readMailServer(tx)) !== null,
    sendWithin: async (tx, tenantId, { id, sendWithinSeconds, ...words }) => {
      const dataKey = randomBytes(32);
      const text = Buffer.from(JSON.stringify(words));
      const keyId = world.keyProvider.currentKeyId;
      const wrapped = await world.keyProvider.wrap(dataKey, placeOf(tenantId, id, "wrapped_key"));
      const sealed = seal(dataKey, text, placeOf(tenantId, id, "content"));
      await insertOutgoingMail(tx, tenantId, { id, keyId, wrapped, sealed, sendWithinSeconds });
      await queue.sendWithin(tx, { tenantId, mailId: id });
    },
    start: () => queue.work((job) => deliver(world, job), { concurrency }),
  };
};

/**
 * One try. What passes by itself is tried again, with growing pauses, as often as the queue does; the rest has
 * failed. A mail that the server took while this process died is sent again, under the same Message-ID: SMTP knows
 * no more.
 */
const deliver = async (
  world: MailWorld & { readonly log: Logger },
  { data: { tenantId, mailId }, retryCount }: RunningJob<MailJob>,
): Promise<void> => {
  const within = <T>(run: (tx: Tx) => Promise<T>) => world.db.tenant(tenantId, run);
  const claimed = await within((tx) => claimOutgoingMail(tx, mailId, claimSeconds));
  if (claimed === null) return;
  if (claimed === "busy") throw new Error("Another worker is sending this mail.");
  const end = (failure: string | null) => within((tx) => endOutgoingMail(tx, mailId, failure));
  if (claimed.isLate) return end("late");
  const server = await openMailServer(world, tenantId);
  if (server === null) return end("no_server");
  const words = await openWords(world, tenantId, mailId, claimed);
  const sent = await sendMail(server, { ...words, messageId: `${mailId}@xin` });
  if ("sent" in sent) return end(null);
  const { failure } = sent;
  world.log.warn({ tenantId, mailId, failure, retryCount }, "a mail did not go out");
  if (!isPassing(failure) || retryCount >= queueSettings.retryLimit) return end(failure);
  await within((tx) => releaseOutgoingMail(tx, mailId, failure));
  throw new Error(`The mail server: ${failure}`);
};

const openWords = async (
  { keyProvider }: MailWorld,
  tenantId: string,
  id: string,
  { keyId, wrapped, sealed }: ClaimedMail,
): Promise<Omit<MailWords, "messageId">> => {
  const dataKey = await keyProvider.unwrap(keyId, wrapped, placeOf(tenantId, id, "wrapped_key"));
  const text = unseal(dataKey, sealed, placeOf(tenantId, id, "content"));
  return JSON.parse(Buffer.from(text).toString("utf8")) as Omit<MailWords, "messageId">;
};

/** What sealed words are bound to: tenant|table|column|row. */
const placeOf = (tenantId: string, id: string, column: "content" | "wrapped_key") =>
  `${tenantId}|outgoing_mails|${column}|${id}`;
