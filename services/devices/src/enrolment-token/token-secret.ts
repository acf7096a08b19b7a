import { createHash, randomBytes } from 'node:crypto';

/** 192 random bits. */
const secretBytes = 24;

/** What an operator hands to devices: says which token it is, and proves it. */
export const newTokenSecret = (id: string): string =>
  `tet_${id}_${randomBytes(secretBytes).toString('base64url')}`;

/** Stored in its place. A fast hash is enough: nobody can try 2^192 secrets. */
export const digestOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();
