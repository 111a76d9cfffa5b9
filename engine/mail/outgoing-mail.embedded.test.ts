import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { type FakeSmtp, startFakeSmtp, trustFakeSmtp } from "../../tests/fakes/smtp.ts";
import { prepareTenant } from "../../tests/support/prepare-tenant.ts";
import { openTestServices, type TestServices } from "../../tests/support/test-services.ts";
import { putMailServer, removeMailServer } from "./change-mail-server.ts";
import { openMail } from "./open-mail.ts";
import { testMail } from "./test-mail.ts";

let fake: FakeSmtp;
let services: TestServices;
let shop: Awaited<ReturnType<typeof prepareTenant>>;

beforeAll(async () => {
  trustFakeSmtp();
  fake = await startFakeSmtp();
  services = await openTestServices({ XIN_SMTP_ALLOW: "127.0.0.0/8" });
  shop = await prepareTenant(services.db, "mail");
  // Two processes that send: a mail is the one's or the other's.
  await services.mail.start();
  await (await openMail(services, services.jobs)).start();
});
afterAll(async () => {
  await services.close();
  await fake[Symbol.asyncDispose]();
});

const env = () => ({ ...shop.system, idempotencyKey: randomUUID() });
const atFake = () => ({
  host: "localhost",
  port: fake.port,
  tls: "starttls" as const,
  user: null,
  from: "support@shop.example",
});
const words = { to: "kim@example.com", subject: "Your code", text: "It is 918273." };
const queue = async (sendWithinSeconds = 600) => {
  const id = randomUUID();
  await services.db.tenant(shop.tenantId, (tx) =>
    services.mail.sendWithin(tx, shop.tenantId, { ...words, id, sendWithinSeconds }),
  );
  return id;
};
const stateOf = async (id: string) => {
  const [row] = await services.db.tenant(
    shop.tenantId,
    (tx) => tx<{ state: string; failure: string | null; content: Buffer | null }[]>`
      select state, failure, content from xin.outgoing_mails where id = ${id}`,
  );
  return row;
};
const arrived = (id: string) =>
  fake.mails.filter(({ source }) => source.includes(`<${id}@xin>`)).length;
const ended = (id: string, state: object) =>
  vi.waitFor(async () => expect(await stateOf(id)).toMatchObject({ content: null, ...state }), {
    timeout: 25_000,
  });

it("goes nowhere until there is a server", async () => {
  const isSetUp = () => services.db.tenant(shop.tenantId, (tx) => services.mail.isSetUp(tx));
  expect(await isSetUp()).toBe(false);
  const you = { to: "o@shop.example", locale: "en" } as const;
  await expect(testMail(services, env(), you)).rejects.toMatchObject({ code: "none" });
  await putMailServer(services, env(), atFake());
  expect(await isSetUp()).toBe(true);
  expect(await testMail(services, env(), you)).toEqual({ sent: true });
  await expect(testMail(services, env(), you)).rejects.toMatchObject({ code: "too_soon" });
});

it("sends a mail once, when the transaction commits, and forgets it", async () => {
  const id = await queue();
  await ended(id, { state: "sent", failure: null });
  expect(arrived(id)).toBe(1);
  const dropped = randomUUID();
  const undone = services.db.tenant(shop.tenantId, async (tx) => {
    await services.mail.sendWithin(tx, shop.tenantId, {
      ...words,
      id: dropped,
      sendWithinSeconds: 600,
    });
    throw new Error("undone");
  });
  await expect(undone).rejects.toThrow("undone");
  await ended(await queue(), { state: "sent" });
  expect(arrived(dropped)).toBe(0);
});

it("keeps recipient and words out of every table while a mail waits", async () => {
  fake.mood = "later";
  const id = await queue();
  await vi.waitFor(async () => expect(await stateOf(id)).toMatchObject({ failure: "later" }), {
    timeout: 10_000,
  });
  const stored = await services.db.tenant(
    shop.tenantId,
    (tx) =>
      tx<
        { row: string }[]
      >`select o::text || encode(o.content, 'escape') as row from xin.outgoing_mails o`,
  );
  const jobs = await services.jobs.boss.findJobs("mail.send");
  const all = JSON.stringify([stored, jobs]);
  expect(jobs.length).toBeGreaterThan(0);
  for (const word of [words.to, "918273", words.subject]) expect(all).not.toContain(word);
  fake.mood = "take";
  await ended(id, { state: "sent" });
  expect(arrived(id)).toBe(1);
}, 40_000);

it("gives up at once what is refused for good", async () => {
  fake.mood = "refuse-recipient";
  const id = await queue();
  await ended(id, { state: "failed", failure: "recipient" });
  expect(arrived(id)).toBe(0);
  fake.mood = "take";
});

it("sends nothing that has become untrue", async () => {
  const id = await queue(-1);
  await ended(id, { state: "failed", failure: "late" });
  expect(arrived(id)).toBe(0);
});

it("keeps a password to the server and user it was entered for", async () => {
  const server = { ...atFake(), user: "shop" };
  await expect(putMailServer(services, env(), server)).rejects.toMatchObject({
    code: "password_again",
  });
  await putMailServer(services, env(), { ...server, password: "pw-1" });
  await putMailServer(services, env(), { ...server, from: "other@shop.example" });
  for (const other of [{ port: 587 }, { user: "else" }, { host: "127.0.0.1" }]) {
    await expect(putMailServer(services, env(), { ...server, ...other })).rejects.toMatchObject({
      code: "password_again",
    });
  }
  await removeMailServer(services, env());
  const secrets = await services.db.tenant(shop.tenantId, (tx) => tx`select 1 from xin.secrets`);
  expect(secrets).toHaveLength(0);
});

it.each([
  [{ host: "smtp://mail.example.com" }, "host"],
  [{ port: 70_000 }, "host"],
  [{ host: "10.0.0.1", port: 25 }, "host_private"],
  [{ host: "mail.example.com", port: 8080 }, "host_private"],
  [{ from: "nobody" }, "from"],
  [{ user: null, password: "x" }, "login"],
])("refuses %o", async (wrong, code) => {
  await expect(putMailServer(services, env(), { ...atFake(), ...wrong })).rejects.toMatchObject({
    code,
  });
});

it("is for owners", async () => {
  const admin = { ...env(), actor: { ...shop.system.actor, role: "admin" as const } };
  await expect(putMailServer(services, admin, atFake())).rejects.toMatchObject({
    kind: "forbidden",
  });
  await expect(
    testMail(services, admin, { to: "a@shop.example", locale: "zh" }),
  ).rejects.toMatchObject({ kind: "forbidden" });
});
