import "server-only";
import { BlockList, isIP } from "node:net";

/** scripts/web.mjs overwrites this on each request with the address of the socket. */
export const addressHeader = "x-stillpoint-address";

const familyOf = (address: string) => (isIP(address) === 6 ? "ipv6" : "ipv4");

/** An IPv4 address that reached an IPv6 socket is the same address. */
const plain = (address: string) => address.trim().replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, "");

const listOf = (subnets: readonly string[]) => {
  const list = new BlockList();
  for (const entry of subnets) {
    const [host = "", bits] = entry.split("/");
    const family = familyOf(host);
    list.addSubnet(host, bits === undefined ? (family === "ipv6" ? 128 : 32) : Number(bits), family);
  }
  return list;
};

type Seen = { socket: string | null; forwarded: string | null };

/**
 * The address of the person: that of the socket, or, when the socket is a proxy we trust, the last one in
 * X-Forwarded-For that is not such a proxy itself. What stands further left can be made up by anybody.
 */
export const clientAddress = ({ socket, forwarded }: Seen, trusted: readonly string[]): string | null => {
  const direct = plain(socket ?? "");
  if (isIP(direct) === 0) return null;
  const proxies = listOf(trusted);
  const isProxy = (address: string) => proxies.check(address, familyOf(address));
  let known = direct;
  for (const hop of (forwarded ?? "").split(",").toReversed().map(plain)) {
    if (!isProxy(known) || isIP(hop) === 0) break;
    known = hop;
  }
  return known;
};
