import { readFileSync } from "node:fs";
import { join } from "node:path";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { SMTPServer } from "smtp-server";

/** What the fake does with mail. */
export type SmtpMood =
  | "take"
  /** Says 451 to every recipient. */
  | "later"
  /** Says 550 to every recipient. */
  | "refuse-recipient"
  /** Says 553 to every sender. */
  | "refuse-sender"
  /** Takes the words and says nothing any more. */
  | "hang"
  /** Takes the words, and cuts the connection before it says so. */
  | "cut-after-data";

/** A mail as it arrived. */
export type ReceivedMail = {
  readonly from: string;
  readonly to: readonly string[];
  readonly source: string;
  readonly isEncrypted: boolean;
};

/** A mail server on the loopback that speaks SMTP, with a certificate for mail.test and localhost. */
export type FakeSmtp = AsyncDisposable & {
  readonly port: number;
  mood: SmtpMood;
  readonly mails: readonly ReceivedMail[];
};

const fixture = (name: string) =>
  readFileSync(join(import.meta.dirname, "../fixtures", name), "utf8");

/** Lets this process trust the fake's certificate, beside those it trusts anyway. */
export const trustFakeSmtp = (): void =>
  setDefaultCACertificates([...getCACertificates("default"), fixture("mail-server.crt")]);

/** Starts it. `tls`: from the first byte, by STARTTLS, or not at all. With a password it wants a login. */
export const startFakeSmtp = async ({
  tls = "starttls",
  password = null,
}: {
  readonly tls?: "implicit" | "starttls" | "none";
  readonly password?: string | null;
} = {}): Promise<FakeSmtp> => {
  const mails: ReceivedMail[] = [];
  const fake: { mood: SmtpMood } = { mood: "take" };
  const server = new SMTPServer({
    secure: tls === "implicit",
    key: fixture("mail-server.key"),
    cert: fixture("mail-server.crt"),
    disabledCommands: [
      ...(tls === "none" ? ["STARTTLS"] : []),
      ...(password === null ? ["AUTH"] : []),
    ],
    disableReverseLookup: true,
    closeTimeout: 100,
    onAuth: (auth, _session, done) => {
      if (auth.password === password) done(null, { user: auth.username });
      else done(Object.assign(new Error(`5.7.8 Not with ${auth.password}`), { responseCode: 535 }));
    },
    onMailFrom: (_address, _session, done) =>
      done(fake.mood === "refuse-sender" ? refusal(553, "Not your address") : null),
    onRcptTo: (_address, _session, done) => {
      if (fake.mood === "later") done(refusal(451, "Come back later"));
      else done(fake.mood === "refuse-recipient" ? refusal(550, "No such mailbox") : null);
    },
    onData: (stream, session, done) => {
      const pieces: Buffer[] = [];
      stream.on("data", (piece: Buffer) => pieces.push(piece));
      stream.on("end", () => {
        const { mailFrom, rcptTo } = session.envelope;
        mails.push({
          from: mailFrom === false ? "" : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          source: Buffer.concat(pieces).toString("utf8"),
          isEncrypted: session.secure,
        });
        if (fake.mood === "hang") return;
        if (fake.mood === "cut-after-data") server.connections.forEach((each) => each.close());
        else done(null);
      });
    },
  });
  server.on("error", () => {});
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  const address = server.server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port");
  return Object.assign(fake, {
    port: address.port,
    mails,
    [Symbol.asyncDispose]: async () => {
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  });
};

const refusal = (responseCode: number, message: string) =>
  Object.assign(new Error(message), { responseCode });

/** A server that takes connections and never says a word. */
export const startSilentServer = async (): Promise<AsyncDisposable & { readonly port: number }> => {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port");
  return {
    port: address.port,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
