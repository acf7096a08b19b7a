import { join } from 'node:path';
import { deviceCredentials, deviceId } from '@tutti/contracts/devices';
import { z } from 'zod';
import { readPrivate, writePrivate } from './private-file';

/** Who the device is for one server. Another server, serial or key starts anew. */
const enrolment = z.object({
  url: z.string(),
  serial: z.string(),
  publicKey: z.string(),
  deviceId,
  credentials: deviceCredentials.optional(),
});
export type Enrolment = z.infer<typeof enrolment>;

const pathIn = (folder: string): string => join(folder, 'enrolment.json');

/** Undefined when there is none, or none that can be read: asking again is always possible. */
export async function readEnrolment(folder: string): Promise<Enrolment | undefined> {
  const stored = await readPrivate(pathIn(folder));
  if (stored === undefined) return undefined;
  try {
    return enrolment.parse(JSON.parse(stored));
  } catch {
    return undefined;
  }
}

export function writeEnrolment(folder: string, state: Enrolment): Promise<void> {
  return writePrivate(pathIn(folder), JSON.stringify(state, undefined, 2));
}
