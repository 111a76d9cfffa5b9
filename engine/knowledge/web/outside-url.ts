import { isIP } from "node:net";
import type { AddressRules } from "./address-rules.ts";

/** An address that will do, without a slash at its end; or why it will not. */
export type OutsideUrl = { readonly url: string } | { readonly problem: "url" | "url_private" };

/**
 * Checks the base URL of a server that people of a workspace enter. A host name is checked again whenever it is
 * connected to: it may lead elsewhere by then. `rules` null: an address that was allowed when it was entered.
 */
export const outsideUrl = (raw: string, rules: AddressRules | null): OutsideUrl => {
  const url = URL.parse(raw.trim());
  if (url === null || raw.length > 500 || !/^https?:$/.test(url.protocol))
    return { problem: "url" };
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") {
    return { problem: "url" };
  }
  const host = url.hostname.replaceAll(/^\[|\]$/g, "");
  const address = host === "localhost" ? "127.0.0.1" : host;
  const port = Number(url.port || (url.protocol === "https:" ? 443 : 80));
  // A name that is not resolved here stands for a public address: what is refused then is the port.
  const to = { hostname: host, port, address: isIP(address) === 0 ? "1.1.1.1" : address };
  if (rules?.mayConnect(to) === false) return { problem: "url_private" };
  return { url: url.href.replace(/\/+$/, "") };
};
