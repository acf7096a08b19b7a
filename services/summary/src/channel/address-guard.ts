import { BlockList, isIP, isIPv6 } from 'node:net';
import { isLoopback } from '@tutti/contracts/common';
import type { DomainError } from '@tutti/kernel';
import { refused } from '../refused.decider';

/** What is not the Internet: IANA's special-purpose registries (RFC 6890), and what leads into them. */
const inside = new BlockList();
for (const [net, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  inside.addSubnet(net, prefix, 'ipv4');
for (const [net, prefix] of [
  ['::', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  inside.addSubnet(net, prefix, 'ipv6');

export const isInside = (ip: string): boolean => inside.check(ip, isIPv6(ip) ? 'ipv6' : 'ipv4');

const bare = (hostname: string): string => hostname.replace(/^\[(.*)\]$/, '$1').toLowerCase();

const matches = (host: string, pattern: string): boolean =>
  pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : host === pattern;

const forbidden = (detail: string): DomainError => refused('channel.address-forbidden', detail);

/**
 * Where messages may be sent: to the Internet by https, and to this machine. `hosts` (CHANNEL_HOSTS) says it otherwise:
 * only to those, and a host that it names may be one inside; `*` in it stands for every one on the Internet.
 */
export class AddressGuard {
  readonly #hosts: readonly string[] | undefined;
  readonly #named: readonly string[];

  /** `addresses`: of whoever sets `hosts`, too: theirs count as named. */
  constructor(hosts?: readonly string[], addresses: readonly string[] = []) {
    this.#hosts = hosts?.map((host) => bare(host));
    const others = addresses.flatMap((one) => (URL.canParse(one) ? [bare(new URL(one).hostname)] : []));
    this.#named = [...(this.#hosts ?? []).filter((pattern) => pattern !== '*'), ...others];
  }

  /** Throws `channel.address-forbidden`. */
  check(address: string): void {
    const { protocol, hostname, username, password } = new URL(address);
    const host = bare(hostname);
    if (username !== '' || password !== '')
      throw forbidden('An address may not hold a user name or a password.');
    if (protocol !== 'https:' && !(protocol === 'http:' && isLoopback(host)))
      throw forbidden('Only https:// is allowed, and http:// to this machine itself.');
    if (!this.#isAllowed(host)) throw forbidden(`${host} is not among the hosts that CHANNEL_HOSTS allows.`);
    if (isIP(host) !== 0) this.checkResolved(host, host);
  }

  /** For the address that the name has at the moment of connecting. Throws `channel.address-forbidden`. */
  checkResolved(hostname: string, ip: string): void {
    const host = bare(hostname);
    if (this.#isNamed(host) || (this.#hosts === undefined && isLoopback(host))) return;
    if (isInside(ip)) throw forbidden(`${host} is inside this network. CHANNEL_HOSTS has to name it.`);
  }

  #isNamed(host: string): boolean {
    return this.#named.some((pattern) => matches(host, pattern));
  }

  #isAllowed(host: string): boolean {
    return this.#hosts === undefined || this.#hosts.includes('*') || this.#isNamed(host);
  }
}
