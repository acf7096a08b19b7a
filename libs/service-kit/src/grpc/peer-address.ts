import { BlockList, isIPv6 } from 'node:net';

const plain = (address: string): string =>
  address.replace(/^\[(.*)\]$/, '$1').replace(/^::ffff:(?=\d+\.)/, '');

const listOf = (trusted: readonly string[]): BlockList => {
  const list = new BlockList();
  for (const entry of trusted) {
    const [address = '', bits] = entry.trim().split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return list;
};

/**
 * Who calls, for rate limits: the peer, or whom the trusted proxies between us name in `x-forwarded-for`. What stands
 * before the first address that is not trusted is hearsay.
 */
export const peerAddresses = (
  trusted: readonly string[] = [],
): ((peer: string, forwarded: string | undefined) => string) => {
  const proxies = listOf(trusted);
  return (peer, forwarded) => {
    const hops = [plain(peer.replace(/:\d+$/, ''))];
    hops.unshift(
      ...(forwarded ?? '')
        .split(',')
        .map((hop) => plain(hop.trim()))
        .filter(Boolean),
    );
    return hops.findLast((hop) => !proxies.check(hop, isIPv6(hop) ? 'ipv6' : 'ipv4')) ?? hops[0] ?? '';
  };
};
