import { ConfigError, type Config } from "../runtime/config.ts";
import { type AddressRules, addressRules } from "../knowledge/web/address-rules.ts";
import { isEmail } from "../actions/is-email.ts";

/** A server that mails go out through. */
export type MailServer = {
  readonly host: string;
  readonly port: number;
  /** From the first byte, by STARTTLS or not at all; with the first two nothing is sent without it. */
  readonly tls: "implicit" | "starttls" | "none";
  readonly login: { readonly user: string; readonly password: string } | null;
  /** The address that mails come from. */
  readonly from: string;
  /** Where it may be; null for that of the installation, whose address its keeper chose. */
  readonly rules: AddressRules | null;
};

/** Settings that mail goes by. */
export type MailConfig = Pick<Config, "smtpUrl" | "smtpFrom" | "smtpAllow">;

/** Where mail servers of workspaces may be: at the ports that mail is handed in at, and what XIN_SMTP_ALLOW names. */
export const mailRules = ({ smtpAllow }: Pick<MailConfig, "smtpAllow">): AddressRules =>
  addressRules(smtpAllow, [25, 465, 587, 2525]);

/** The server of the installation; null where it has none. Throws ConfigError for one that cannot be used. */
export const installationMail = ({ smtpUrl, smtpFrom }: MailConfig): MailServer | null => {
  if (smtpUrl === null) return null;
  const url = new URL(smtpUrl);
  const isPlain = url.searchParams.get("tls") === "none";
  const user = decodeURIComponent(url.username);
  const from = smtpFrom ?? user;
  if (url.hostname === "") throw unfit("XIN_SMTP_URL names no host");
  if (!isEmail(from)) {
    throw unfit("XIN_SMTP_FROM must be an e-mail address, such as support@example.com");
  }
  if (isPlain && user !== "") {
    throw unfit("XIN_SMTP_URL has a login and tls=none, which would send the password unencrypted");
  }
  const tls = url.protocol === "smtps:" ? "implicit" : isPlain ? "none" : "starttls";
  return {
    host: url.hostname.replaceAll(/^\[|\]$/g, ""),
    port: Number(url.port || (tls === "implicit" ? 465 : tls === "none" ? 25 : 587)),
    tls,
    login: user === "" ? null : { user, password: decodeURIComponent(url.password) },
    from,
    rules: null,
  };
};

const unfit = (what: string) =>
  new ConfigError({ message: `${what}. Correct it, or leave it out.` });
