import { expect, it } from "vitest";
import { addressRules } from "./address-rules.ts";

const publicOnly = addressRules([]);
const may = (address: string, port = 443) =>
  publicOnly.mayConnect({ hostname: "help.example", port, address });

it.each([
  ["127.0.0.1", "loopback"],
  ["127.255.255.254", "all of 127/8"],
  ["0.0.0.0", "this host"],
  ["10.0.4.12", "private"],
  ["172.16.0.1", "private"],
  ["172.31.255.255", "private"],
  ["192.168.1.1", "private"],
  ["100.64.0.1", "carrier-grade NAT"],
  ["169.254.169.254", "link-local, where clouds keep secrets"],
  ["192.0.0.192", "protocol assignments, where Oracle's cloud keeps secrets"],
  ["198.18.0.1", "benchmarks"],
  ["224.0.0.1", "multicast"],
  ["255.255.255.255", "broadcast"],
  ["::", "unspecified"],
  ["::1", "loopback"],
  ["::ffff:127.0.0.1", "IPv4 in IPv6"],
  ["::ffff:8.8.8.8", "IPv4 in IPv6, public too"],
  ["::127.0.0.1", "the old IPv4 in IPv6"],
  ["64:ff9b::7f00:1", "NAT64"],
  ["64:ff9b:1::a00:1", "NAT64 of one's own"],
  ["2002:7f00:1::", "6to4"],
  ["2001:0:7f00:1::", "Teredo"],
  ["fc00::1", "unique local"],
  ["fd00:ec2::254", "unique local, where clouds keep secrets"],
  ["fe80::1", "link-local"],
  ["fec0::1", "site-local"],
  ["ff02::1", "multicast"],
  ["2001:db8::1", "documentation"],
  ["localhost", "no address at all"],
])("refuses %s: %s", (address) => {
  expect(may(address)).toBe(false);
});

it.each(["93.184.215.14", "172.32.0.1", "100.128.0.1", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])(
  "lets %s, at the ports of the web",
  (address) => {
    expect([may(address, 80), may(address, 443), may(address, 22), may(address, 8080)]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  },
);

it("lets what an installation allows, and nothing beside it", () => {
  const { mayConnect } = addressRules(["wiki.corp:8443", "10.1.0.0/16", "fd12::/16", "[::1]:90"]);
  const to = (hostname: string, port: number, address: string) =>
    mayConnect({ hostname, port, address });
  expect(to("wiki.corp", 8443, "192.168.0.9")).toBe(true);
  expect(to("WIKI.corp.", 8443, "192.168.0.9")).toBe(true);
  expect(to("wiki.corp", 443, "192.168.0.9")).toBe(false);
  expect(to("other.corp", 8443, "192.168.0.9")).toBe(false);
  expect(to("any.corp", 8080, "10.1.255.1")).toBe(true);
  expect(to("any.corp", 80, "10.2.0.1")).toBe(false);
  expect(to("any.corp", 80, "fd12::1")).toBe(true);
  expect(to("[::1]", 90, "::1")).toBe(true);
});

it.each(["wiki.corp", "10.0.0.0/33", "http://wiki.corp", "a:b@wiki.corp:80", "10.0.0.1:"])(
  "says that %s is no entry",
  (entry) => {
    expect(() => addressRules([entry])).toThrow(/neither host:port nor a network/);
  },
);
