import { BlockList, isIP } from "node:net";

/** What is no public address (IANA special-purpose registries): this machine, private and local networks, and what is not for hosts. */
const special: readonly (readonly [net: string, prefix: number, family: "ipv4" | "ipv6"])[] = [
  ["0.0.0.0", 8, "ipv4"],
  ["10.0.0.0", 8, "ipv4"],
  ["100.64.0.0", 10, "ipv4"],
  ["127.0.0.0", 8, "ipv4"],
  ["169.254.0.0", 16, "ipv4"],
  ["172.16.0.0", 12, "ipv4"],
  ["192.0.0.0", 24, "ipv4"],
  ["192.0.2.0", 24, "ipv4"],
  ["192.88.99.0", 24, "ipv4"],
  ["192.168.0.0", 16, "ipv4"],
  ["198.18.0.0", 15, "ipv4"],
  ["198.51.100.0", 24, "ipv4"],
  ["203.0.113.0", 24, "ipv4"],
  ["224.0.0.0", 3, "ipv4"],
];

/**
 * Which addresses a webhook may reach: public ones, and the networks that whoever runs the machine has named. So a person
 * with the console alone cannot make the server knock at doors inside.
 */
export class Reach {
  private readonly special = new BlockList();
  private readonly named = new BlockList();

  constructor(networks: readonly string[]) {
    for (const [net, prefix, family] of special) this.special.addSubnet(net, prefix, family);
    for (const network of networks) {
      const [net = "", prefix = ""] = network.split("/");
      this.named.addSubnet(net, Number(prefix), isIP(net) === 6 ? "ipv6" : "ipv4");
    }
  }

  /** @param address "10.1.2.3" or "fd00::1", as resolved */
  allows(address: string): boolean {
    const plain = address.toLowerCase().replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/, "");
    if (plain.includes("%")) return false; // of one network card, so of this network
    if (isIP(plain) === 4) return this.named.check(plain, "ipv4") || !this.special.check(plain, "ipv4");
    // Public IPv6 is 2000::/3 without documentation (2001:db8::/32), Teredo (2001::/32) and 6to4 (2002::/16), which hide others.
    if (this.named.check(plain, "ipv6")) return true;
    const isPublic = /^[23][0-9a-f]{3}:/.test(plain);
    return isPublic && !/^(2001:db8:|2001:0?:|2001:0{1,4}:|2002:)/.test(plain);
  }
}
