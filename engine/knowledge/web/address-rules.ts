import { BlockList, isIP } from "node:net";

/** Where a crawl may connect to. */
export type AddressRules = {
  /** Whether a connection to this address, of this host, at this port may be opened. */
  mayConnect(to: Destination): boolean;
};

/** `address` is the IP the host resolved to, or the host itself when it is one. */
export type Destination = {
  readonly hostname: string;
  readonly port: number;
  readonly address: string;
};

/**
 * The public internet at its usual ports (80 and 443 unless others are named), and what an entry allows besides: `host:port` (that host, wherever
 * it resolves to) or a network such as `10.0.0.0/8` (its addresses at every port). Throws TypeError for an
 * entry that is neither.
 */
export const addressRules = (
  allowed: readonly string[],
  publicPorts: readonly number[] = [80, 443],
): AddressRules => {
  const hosts = new Set<string>();
  const networks = new BlockList();
  for (const entry of allowed) {
    const network = parseNetwork(entry);
    if (network !== null) networks.addSubnet(network.address, network.bits, network.family);
    else hosts.add(parseHost(entry));
  }
  return {
    mayConnect: ({ hostname, port, address }) => {
      const family = familyOf(address);
      if (family === null) return false;
      if (hosts.has(`${bare(hostname)}:${port}`)) return true;
      if (networks.check(address, family)) return true;
      return publicPorts.includes(port) && isPublic(address, family);
    },
  };
};

/** Whether an address can be reached from everywhere: no private, local, reserved or translated one. */
const isPublic = (address: string, family: "ipv4" | "ipv6"): boolean =>
  family === "ipv4"
    ? !special.check(address, "ipv4")
    : // Global unicast; ::1, ::ffff:0:0/96, 64:ff9b::/96 (NAT64), fc00::/7, fe80::/10 and ff00::/8 lie outside it.
      unicast.check(address, "ipv6") && !special.check(address, "ipv6");

const listOf = (networks: readonly string[]): BlockList => {
  const list = new BlockList();
  for (const text of networks) {
    const network = parseNetwork(text);
    if (network !== null) list.addSubnet(network.address, network.bits, network.family);
  }
  return list;
};

const parseNetwork = (text: string) => {
  const [address = "", bits = ""] = text.split("/");
  const family = familyOf(address);
  if (family === null || !/^\d{1,3}$/.test(bits)) return null;
  if (Number(bits) > (family === "ipv4" ? 32 : 128)) return null;
  return { address, bits: Number(bits), family };
};

const parseHost = (entry: string): string => {
  const url = URL.parse(`http://${entry}`);
  const port = /:(\d{1,5})$/.exec(entry)?.[1];
  if (url === null || port === undefined || url.pathname !== "/" || url.username !== "") {
    throw new TypeError(`"${entry}" is neither host:port nor a network such as 10.0.0.0/8`);
  }
  return `${bare(url.hostname)}:${Number(port)}`;
};

/** Without the brackets of an IPv6 address and the dot at the end of a full name. */
const bare = (hostname: string): string => hostname.replaceAll(/^\[|\]$|\.$/g, "").toLowerCase();

const familyOf = (address: string): "ipv4" | "ipv6" | null => {
  const version = isIP(address);
  if (version === 4) return "ipv4";
  return version === 6 ? "ipv6" : null;
};

const unicast = listOf(["2000::/3"]);

/** IANA's special-purpose registries, as far as they lie in the spaces above. */
const special = listOf([
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/3",
  // Protocol assignments, Teredo and ORCHID among them; documentation; 6to4, which hides an IPv4 address.
  "2001::/23",
  "2001:db8::/32",
  "2002::/16",
  "3fff::/20",
]);
