import { once } from "node:events";
import { connect, isIP, type Socket } from "node:net";
import { createTransport } from "nodemailer";
import { AddressRefused, checkedAddresses } from "../knowledge/web/guarded-agent.ts";
import { withoutKey } from "../models/without-key.ts";
import type { MailServer } from "./mail-server.ts";

/** A mail in plain words. */
export type Mail = {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** Stays the same however often it is tried, so that a copy can be told from another mail. Without < and >. */
  readonly messageId: string;
};

/** Why a mail did not go out. */
export type MailFailure =
  | "unreachable"
  | "address_private"
  | "timeout"
  | "no_tls"
  | "certificate"
  | "login"
  | "sender"
  | "recipient"
  | "later"
  | "refused"
  | "protocol";

/** What came of it. `detail` is what the server said, in its own words, for people who set it up. */
export type SentMail =
  | { readonly sent: true }
  | { readonly failure: MailFailure; readonly detail: string | null };

/** For the whole of it, in milliseconds. */
export const sendMs = 20_000;

/**
 * Hands a mail to a server. The host is resolved once and every address of it checked, as for models; the
 * certificate is checked, and without the TLS that was asked for nothing is said. Never rejects.
 */
export const sendMail = async (
  server: MailServer,
  { to, subject, text, messageId }: Mail,
  timeoutMs: number = sendMs,
): Promise<SentMail> => {
  const { host, tls, login, from } = server;
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const connection = await openSocket(server, signal);
    const transport = createTransport({
      host,
      secure: tls === "implicit",
      requireTLS: tls === "starttls",
      ignoreTLS: tls === "none",
      // What a name in the certificate is compared with; an IP has none.
      tls: isIP(host) === 0 ? { servername: host } : {},
      ...(login === null ? {} : { auth: { user: login.user, pass: login.password } }),
      // From here on the socket is nodemailer's: destroying it under its TLS would end the process.
      getSocket: (_options, callback) => callback(null, { connection }),
      greetingTimeout: timeoutMs,
      socketTimeout: timeoutMs,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    await transport.sendMail({
      from,
      to,
      subject,
      text,
      messageId: `<${messageId}>`,
      headers: { "Auto-Submitted": "auto-generated" },
      signal,
    });
    return { sent: true };
  } catch (error) {
    if (signal.aborted) return { failure: "timeout", detail: null };
    return failureOf(error, login?.password ?? null);
  }
};

const openSocket = async (
  { host, port, rules }: MailServer,
  signal: AbortSignal,
): Promise<Socket> => {
  const addresses =
    rules === null
      ? null
      : await Promise.race([checkedAddresses(rules, { host, port }), aborted(signal)]);
  const socket = connect({
    host,
    port,
    autoSelectFamily: true,
    ...(addresses === null
      ? {}
      : {
          // The addresses that were checked, and no other.
          lookup: (_hostname, { all }, answer) => {
            const [first] = addresses;
            if (all) answer(null, [...addresses]);
            else answer(null, first?.address ?? "", first?.family);
          },
        }),
  });
  // One that comes when nodemailer has let go of the socket must not end the process.
  socket.on("error", () => {});
  try {
    await Promise.race([once(socket, "connect"), aborted(signal)]);
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  }
};

const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(new Error("timed out")), { once: true });
  });

type SmtpError = Error & {
  readonly code?: string;
  readonly responseCode?: number;
  readonly response?: string;
  readonly command?: string;
};

const failureOf = (error: unknown, password: string | null): SentMail => {
  if (error instanceof AddressRefused) return { failure: "address_private", detail: null };
  const { code = "", responseCode = 0, response, command = "", message } = error as SmtpError;
  const said = (response ?? "").replaceAll(/\p{Cc}+/gu, " ").trim();
  const told = (password === null || password === "" ? said : withoutKey(said, password)).slice(
    0,
    200,
  );
  const failed = (failure: MailFailure, detail = told): SentMail => ({
    failure,
    detail: detail === "" ? null : detail,
  });
  if (/certificate|self[- ]signed|altname/i.test(message)) return failed("certificate", "");
  if (code === "ETLS" || command === "STARTTLS") return failed("no_tls");
  if (code === "EAUTH" || code === "ENOAUTH") return failed("login");
  if (responseCode >= 400 && responseCode < 500) return failed("later");
  if (responseCode >= 500) {
    if (command === "MAIL FROM") return failed("sender");
    return failed(command === "RCPT TO" ? "recipient" : "refused");
  }
  if (code === "EENVELOPE") return failed("recipient");
  if (code === "EPROTOCOL") return failed("protocol");
  return failed(code === "ETIMEDOUT" ? "timeout" : "unreachable", "");
};

/** Whether the same mail may go out when it is tried again, without anybody changing something. */
export const isPassing = (failure: MailFailure): boolean =>
  failure === "unreachable" || failure === "timeout" || failure === "later";
