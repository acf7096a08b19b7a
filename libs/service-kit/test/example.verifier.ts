import { deviceErrors } from '@tutti/contracts/devices';
import { DomainError } from '@tutti/kernel';

/** A signed body as `<sha256>.<size>`: the real verifier is the devices service's. */
export const verify = async ({ token, method, path }: { token: string; method: string; path: string }) => {
  const [id, sha256 = '', size = ''] = token.split('.');
  if (id !== 'dev1' || !method || !path.startsWith('/api/'))
    throw new DomainError(deviceErrors['device.token-invalid'], { detail: 'The token is not valid.' });
  return { kind: 'device', id, publicKey: 'U', body: { sha256, size: Number(size) } } as const;
};
