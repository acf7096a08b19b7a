import { isLoopback } from '@tutti/contracts/common';
import { ConfigError } from './config-error';

const scheme = /^[a-z]+:\/\//i;

/** What services tell a NATS server on another machine is not for others to hear. Throws a `ConfigError`. */
export const assertEncryptedNats = (natsUrl: string, insecure: boolean): void => {
  const plain = natsUrl
    .split(',')
    .map((url) => url.trim())
    .find((url) => {
      const full = scheme.test(url) ? url : `nats://${url}`;
      if (!URL.canParse(full))
        throw new ConfigError([`NATS_URL: ${url} is no address like tls://host:4222.`]);
      const { protocol, hostname } = new URL(full);
      return protocol !== 'tls:' && !isLoopback(hostname);
    });
  if (plain === undefined || insecure) return;
  throw new ConfigError([
    `NATS_URL: ${plain} is not encrypted. Use tls:// (and NATS_CA_FILE), or say --insecure (INSECURE=true for a service) on a network that you trust.`,
  ]);
};
