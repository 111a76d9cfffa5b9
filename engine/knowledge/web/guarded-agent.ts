import { lookup as systemLookup } from "node:dns/promises";
import { isIP } from "node:net";
import { Agent, buildConnector } from "undici";
import type { AddressRules } from "./address-rules.ts";
import { webLimits } from "./web-limits.ts";

/** Thrown instead of connecting to an address that the rules forbid. */
export class AddressRefused extends Error {
  readonly address: string;

  constructor(address: string) {
    super(`A connection to ${address} is not allowed`);
    this.address = address;
  }
}

/** Finds the addresses of a host. Rejects when it has none. */
export type Lookup = (hostname: string) => Promise<readonly HostAddress[]>;

/** One address a host has. */
export type HostAddress = { readonly address: string; readonly family: number };

/** To the first byte of an answer and between two pieces of it; and requests to one host at the same time. */
export type AgentLimits = { readonly silenceMs: number; readonly requestsAtOnce: number };

const crawlLimits: AgentLimits = webLimits;

/**
 * Connections to addresses that people of a workspace enter: for crawling, and for models. Each goes to an address that was checked, and to no other: a name is resolved
 * once, all of its addresses are checked, and the socket gets those. undici asks no `lookup` for an address
 * that is written out, so that is checked here too. Redirects are other requests, and come by here again.
 */
export const guardedAgent = (
  rules: AddressRules,
  lookup: Lookup = resolve,
  limits: AgentLimits = crawlLimits,
): Agent =>
  new Agent({
    headersTimeout: limits.silenceMs,
    bodyTimeout: limits.silenceMs,
    keepAliveTimeout: 4000,
    connections: limits.requestsAtOnce,
    maxHeaderSize: 32 * 1024,
    connect: (options, callback) => {
      void open(rules, lookup, options, callback);
    },
  });

const open = async (
  rules: AddressRules,
  lookup: Lookup,
  options: buildConnector.Options,
  callback: buildConnector.Callback,
): Promise<void> => {
  try {
    const addresses = await checked(rules, lookup, options);
    const connect = buildConnector({
      timeout: webLimits.connectMs,
      autoSelectFamily: true,
      lookup: (_hostname, { all }, answer) => {
        const [first] = addresses;
        if (all) answer(null, [...addresses]);
        else answer(null, first?.address ?? "", first?.family);
      },
    });
    connect(options, callback);
  } catch (error) {
    callback(error instanceof Error ? error : new Error(String(error)), null);
  }
};

const checked = (
  rules: AddressRules,
  lookup: Lookup,
  { hostname, protocol, port }: buildConnector.Options,
): Promise<readonly HostAddress[]> => {
  const usual = protocol === "https:" ? 443 : 80;
  return checkedAddresses(rules, { host: hostname, port: Number(port || usual) }, lookup);
};

/** The addresses of a host, all of which may be connected to. Rejects with AddressRefused when one may not. */
export const checkedAddresses = async (
  rules: AddressRules,
  { host: hostname, port }: { readonly host: string; readonly port: number },
  lookup: Lookup = resolve,
): Promise<readonly HostAddress[]> => {
  const host = hostname.replaceAll(/^\[|\]$/g, "");
  const family = isIP(host);
  const addresses = family === 0 ? await lookup(host) : [{ address: host, family }];
  for (const { address } of addresses) {
    if (!rules.mayConnect({ hostname: host, port, address })) throw new AddressRefused(address);
  }
  return addresses;
};

const resolve: Lookup = (hostname) => systemLookup(hostname, { all: true });
