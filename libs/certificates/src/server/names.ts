import { hostname, networkInterfaces } from 'node:os';

export interface Listening {
  /** Address or name that is bound; `0.0.0.0` and `::` are all of them. */
  readonly host: string;
  /** Names by which others reach this machine, when they are known. */
  readonly publicHosts: readonly string[];
}

const isWildcard = (host: string): boolean => host === '0.0.0.0' || host === '::';

/** Addresses of this machine that others could use; IPv4 first, link-local ones left out. */
const ownAddresses = (interfaces: ReturnType<typeof networkInterfaces>): readonly string[] => {
  const all = Object.values(interfaces)
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, address }) => !internal && !/^(fe80:|169\.254\.)/i.test(address));
  return [
    ...all.filter(({ family }) => family === 'IPv4'),
    ...all.filter(({ family }) => family === 'IPv6'),
  ].map(({ address }) => address);
};

/** Where others reach a server that listens so: what they are told. */
export const reachableHosts = (
  { host, publicHosts }: Listening,
  interfaces = networkInterfaces(),
): readonly string[] => {
  if (publicHosts.length > 0) return publicHosts;
  return isWildcard(host) ? ownAddresses(interfaces) : [host];
};

/** What its certificate is for: also this machine's name, its addresses, and the loopback. */
export const certifiedNames = (listening: Listening, interfaces = networkInterfaces()): readonly string[] => {
  const { host } = listening;
  const bound = isWildcard(host) ? ownAddresses(interfaces) : [host];
  const all = [
    ...reachableHosts(listening, interfaces),
    ...bound,
    hostname(),
    'localhost',
    '127.0.0.1',
    '::1',
  ];
  return [...new Set(all)];
};
