import { beforeAll, describe, expect, it } from "vitest";
import { startFakeSmtp, startSilentServer, trustFakeSmtp } from "../../tests/fakes/smtp.ts";
import { readConfig } from "../runtime/config.ts";
import { installationMail, mailRules, type MailServer } from "./mail-server.ts";
import { sendMail } from "./send-mail.ts";

beforeAll(trustFakeSmtp);

const password = "pw-Xq7Zr2Lm9Tn4";
const open = mailRules({ smtpAllow: ["127.0.0.0/8"] });
const at = (port: number, other: Partial<MailServer> = {}): MailServer => ({
  host: "localhost",
  port,
  tls: "starttls",
  login: null,
  from: "support@shop.example",
  rules: open,
  ...other,
});
const mail = {
  to: "kim@example.com",
  subject: "您的验证码",
  text: "Hello\n.\n你好",
  messageId: "one@xin",
};

describe("a mail", () => {
  it.each(["starttls", "implicit"] as const)(
    "goes out encrypted by %s, with a login",
    async (tls) => {
      await using fake = await startFakeSmtp({ tls, password });
      const login = { user: "shop", password };
      expect(await sendMail(at(fake.port, { tls, login }), mail)).toEqual({ sent: true });
      expect(fake.mails).toMatchObject([
        { from: "support@shop.example", to: ["kim@example.com"], isEncrypted: true },
      ]);
      expect(fake.mails[0]?.source).toContain("Message-ID: <one@xin>");
    },
  );

  it("is not sent where STARTTLS is missing", async () => {
    await using fake = await startFakeSmtp({ tls: "none" });
    expect(await sendMail(at(fake.port), mail)).toMatchObject({ failure: "no_tls" });
    expect(fake.mails).toEqual([]);
    expect(await sendMail(at(fake.port, { tls: "none" }), mail)).toEqual({ sent: true });
  });

  it.each(["starttls", "implicit"] as const)(
    "is not sent to a server whose certificate is for another name, by %s",
    async (tls) => {
      await using fake = await startFakeSmtp({ tls });
      const server = at(fake.port, { tls, host: "127.0.0.1" });
      expect(await sendMail(server, mail)).toMatchObject({ failure: "certificate" });
      expect(fake.mails).toEqual([]);
    },
  );

  it("tells a wrong password as such, and repeats none of it", async () => {
    await using fake = await startFakeSmtp({ password: "other" });
    const sent = await sendMail(at(fake.port, { login: { user: "shop", password } }), mail);
    expect(sent).toMatchObject({ failure: "login", detail: expect.stringContaining("535") });
    expect(JSON.stringify(sent)).not.toContain(password);
  });

  it.each([
    ["later", "later"],
    ["refuse-recipient", "recipient"],
    ["refuse-sender", "sender"],
    ["hang", "timeout"],
    ["cut-after-data", "unreachable"],
  ] as const)("that a server answers with %s has failed as %s", async (mood, failure) => {
    await using fake = await startFakeSmtp();
    fake.mood = mood;
    expect(await sendMail(at(fake.port), mail, 1500)).toMatchObject({ failure });
  });

  it("does not wait for a server that is silent, and says so when there is none", async () => {
    let port: number;
    {
      await using silent = await startSilentServer();
      port = silent.port;
      expect(await sendMail(at(port), mail, 500)).toMatchObject({ failure: "timeout" });
    }
    expect(await sendMail(at(port), mail)).toMatchObject({ failure: "unreachable" });
  });

  it("never reaches a private address that nobody allowed", async () => {
    await using fake = await startFakeSmtp();
    const rules = mailRules({ smtpAllow: [] });
    expect(await sendMail(at(fake.port, { rules }), mail)).toEqual({
      failure: "address_private",
      detail: null,
    });
    const name = at(fake.port, { rules, host: "127.0.0.1" });
    expect(await sendMail(name, mail)).toMatchObject({ failure: "address_private" });
  });

  it("has no line of its own in its head, whatever stands in the subject", async () => {
    await using fake = await startFakeSmtp();
    const subject = "Code\r\nBcc: eve@example.com";
    expect(await sendMail(at(fake.port), { ...mail, subject })).toEqual({ sent: true });
    expect(fake.mails[0]?.to).toEqual(["kim@example.com"]);
    expect(fake.mails[0]?.source).not.toMatch(/^Bcc:/m);
  });
});

describe("the server of the installation", () => {
  const read = (XIN_SMTP_URL: string, XIN_SMTP_FROM = "s@shop.example") =>
    installationMail(readConfig({ XIN_SMTP_URL, XIN_SMTP_FROM }));

  it("is read from one address", () => {
    expect(installationMail(readConfig({}))).toBeNull();
    expect(read("smtps://me:p%40ss@mail.example.com")).toMatchObject({
      host: "mail.example.com",
      port: 465,
      tls: "implicit",
      login: { user: "me", password: "p@ss" },
    });
    expect(read("smtp://mail.example.com")).toMatchObject({ port: 587, tls: "starttls" });
    expect(read("smtp://relay?tls=none")).toMatchObject({ port: 25, tls: "none", login: null });
  });

  it("says what is wrong with it", () => {
    expect(() => read("smtp://me:secret@relay?tls=none")).toThrow(/unencrypted/);
    expect(() => read("smtp://relay", "nobody")).toThrow(/XIN_SMTP_FROM must be/);
    expect(() => read("http://relay")).toThrow(/must start with smtps:\/\/ or smtp:\/\//);
  });
});
