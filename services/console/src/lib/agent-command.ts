import { isLoopback } from '@tutti/contracts/common';

/** The address to tell a device: the one that the console itself uses, unless the server knows that others cannot. */
const addressFor = (origin: string, urls: readonly string[]): string =>
  urls.includes(origin) ? origin : (urls[0] ?? origin);

/** What crosses a network in plain text: not this machine alone, and not HTTPS. */
export const isPlainText = ({ protocol, hostname }: Pick<URL, 'protocol' | 'hostname'>): boolean =>
  protocol === 'http:' && !isLoopback(hostname);

/**
 * What to run on the machine that is to become a device; `urls` are those that the server is reached by from elsewhere.
 * Beside the console there is an agent already: another one needs a folder and a port of its own.
 */
export const agentCommand = (origin: string, token: string, urls: readonly string[] = []): string => {
  const url = new URL(addressFor(origin, urls));
  const apart = isLoopback(url.hostname) ? ` --data .tutti-${token.slice(-4)} --port 0` : '';
  const plain = isPlainText(url) ? ' --insecure' : '';
  return `npm run agent -- --url ${url.origin} --token ${token}${apart}${plain}`;
};
