import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** `<session>.<secret>`, both base64url: where to look, and 256 bits that prove the right to it. */
export interface RefreshToken {
  readonly sessionId: string;
  readonly secret: string;
}

const pattern = /^([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{43})$/;

export const newSessionId = (): string => randomBytes(16).toString('base64url');
export const newSecret = (): string => randomBytes(32).toString('base64url');

export const formatRefreshToken = ({ sessionId, secret }: RefreshToken): string => `${sessionId}.${secret}`;

/** `undefined` for what was never one of ours. */
export const parseRefreshToken = (text: string | undefined): RefreshToken | undefined => {
  const [, sessionId, secret] = pattern.exec(text ?? '') ?? [];
  return sessionId === undefined || secret === undefined ? undefined : { sessionId, secret };
};

/** What is stored. The secret is random, so a fast hash keeps it. */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');

export const isSecretOf = (secret: string, hash: string): boolean =>
  timingSafeEqual(Buffer.from(hashSecret(secret)), Buffer.from(hash));
