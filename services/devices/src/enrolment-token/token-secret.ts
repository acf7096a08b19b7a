import { createHash, randomBytes } from 'node:crypto';

/** 192 random bits. */
const secretBytes = 24;

/** What an operator hands to devices: says which token it is, and proves it. */
export const newTokenSecret = (id: string): string =>
  `tet_${id}_${randomBytes(secretBytes).toString('base64url')}`;

/** Id of the token that a secret claims to be; `undefined` when it does not look like one. */
export const tokenIdOf = (secret: string): string | undefined =>
  /^tet_([0-9a-f-]{36})_[A-Za-z0-9_-]{32}$/.exec(secret)?.[1];

/** Stored in its place. A fast hash is enough: nobody can try 2^192 secrets. */
export const digestOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();
