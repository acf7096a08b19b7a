import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { replacePrivateFile } from '../private-file';
import { type Authority, createAuthority, succeedAuthority } from './authority';

const stored = z.object({
  key: z.string(),
  cert: z.string(),
  previous: z.string().optional(),
  cross: z.string().optional(),
});

const day = 86_400_000;
/** An authority is followed by another this long before its end: until then devices that were away trust both. */
const successionDays = 3 * 365;

const endOf = (pem: string): number => new X509Certificate(pem).validToDate.getTime();

const read = async (path: string): Promise<Authority | undefined> => {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  try {
    return stored.parse(JSON.parse(text));
  } catch (cause) {
    throw new Error(
      `${path} cannot be read: restore it from a backup, or move it away for a new authority, which every device must be told.`,
      { cause },
    );
  }
};

/** The authority to use from now on; the old one itself while that is good. */
const dueAuthority = async (old: Authority | undefined, name: string, now: Date): Promise<Authority> => {
  if (old === undefined || endOf(old.cert) <= now.getTime()) return createAuthority(name, now);
  if (endOf(old.cert) - now.getTime() < successionDays * day) return succeedAuthority(old, name, now);
  const isWhole = old.previous === undefined || endOf(old.previous) > now.getTime();
  return isWhole ? old : { key: old.key, cert: old.cert };
};

/** The authority kept in a file: made when there is none, followed by a new one in time. */
export const keptAuthority = async (path: string, name: string, now: Date): Promise<Authority> => {
  const old = await read(path);
  const authority = await dueAuthority(old, name, now);
  if (authority !== old) await replacePrivateFile(path, JSON.stringify(authority, undefined, 2));
  return authority;
};

/** Whom clients should trust. */
export const bundleOf = ({ cert, previous = '' }: Authority): string => cert + previous;

/**
 * What a server shows after its leaf. The authority itself is among it: a device that knows the fingerprint alone finds
 * the certificate in the handshake. After a succession the way leads over the new key to the old authority.
 */
export const chainOf = ({ cert, cross, previous }: Authority): string =>
  cross !== undefined && previous !== undefined ? cross + previous : cert;
