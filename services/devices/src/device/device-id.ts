import { createHash } from 'node:crypto';
import { base32 } from '@tutti/service-kit';

/** Id of the device with this serial: the serial is unique because the id's subject is. */
export const deviceIdOf = (workspace: string, serial: string): string =>
  base32(createHash('sha256').update(`${workspace}\n${serial}`).digest()).slice(0, 26);
