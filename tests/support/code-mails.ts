import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { vi } from "vitest";
import { type Identity, openIdentity } from "#engine/identity/open-identity.ts";
import { openMail } from "#engine/mail/open-mail.ts";
import type { ActionDeps } from "#engine/actions/action-deps.ts";
import { readConfig } from "#engine/runtime/config.ts";
import { openJobs } from "#engine/runtime/jobs/jobs.ts";
import { openLocalKeys } from "#engine/tenancy/key-provider.ts";
import { type FakeSmtp, startFakeSmtp } from "../fakes/smtp.ts";
import type { TestDb } from "./test-db.ts";

/** Codes that really go out, to a mail server of the test's own. */
export type CodeMails = AsyncDisposable & {
  readonly smtp: FakeSmtp;
  /** As another process of the installation has it: nothing is shared but the database and the keys. */
  identity(deps: ActionDeps): Identity;
  /** The code of the newest mail to an address, when there are so many of them. */
  code(to: string, mails?: number): Promise<string>;
};

/** Starts a mail server and the jobs that send to it, on a database. */
export const openCodeMails = async (test: TestDb, log: ActionDeps["log"]): Promise<CodeMails> => {
  const smtp = await startFakeSmtp({ tls: "none" });
  const dataDir = await mkdtemp(join(tmpdir(), "xin-codes-"));
  const keyProvider = await openLocalKeys(dataDir);
  const config = readConfig({
    XIN_SMTP_URL: `smtp://127.0.0.1:${smtp.port}?tls=none`,
    XIN_SMTP_FROM: "support@shop.example",
  });
  const { db } = test;
  const jobs = await openJobs(test.endpoint("xin_jobs"), { engine: db.engine, onError: () => {} });
  const mail = await openMail({ db, log, keyProvider, config }, jobs);
  await mail.start();
  return {
    smtp,
    identity: (deps) => openIdentity({ ...deps, keyProvider, mail }),
    code: async (to, mails = 1) => {
      const source = await vi.waitUntil(
        () => {
          const all = smtp.mails.filter((one) => one.to.includes(to));
          return all.length >= mails ? all.at(-1)?.source : null;
        },
        { timeout: 15_000, interval: 25 },
      );
      const code = /^Your code: (\d{6})$/m.exec(source?.replaceAll("\r", "") ?? "")?.[1];
      if (code === undefined) throw new Error("The mail has no code");
      return code;
    },
    [Symbol.asyncDispose]: async () => {
      await jobs.stop();
      await smtp[Symbol.asyncDispose]();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};
