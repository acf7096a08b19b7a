import type { KeyObject } from 'node:crypto';
import { role } from '@tutti/contracts/identity';
import { SignJWT } from 'jose';
import { z } from 'zod';

/** RFC 9068. */
export const accessTokenType = 'at+jwt';

export const accessTokenClaims = z.object({
  sub: z.string().min(1).max(128),
  role,
  exp: z.number().int(),
  must_change_password: z.boolean().default(false),
});

/** Who makes access tokens and for whom: the same on the signing and on the verifying side. */
export interface TokenRealm {
  readonly issuer: string;
  readonly audience: string;
}

export interface AccessTokenContent {
  readonly userId: string;
  readonly role: z.infer<typeof role>;
  readonly mustChangePassword: boolean;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
}

/** An access token as `TokenVerifier` accepts it, signed with an Ed25519 private key. */
export const signAccessToken = (
  content: AccessTokenContent,
  realm: TokenRealm,
  key: { readonly kid: string; readonly privateKey: KeyObject },
): Promise<string> =>
  new SignJWT({ role: content.role, must_change_password: content.mustChangePassword })
    .setProtectedHeader({ alg: 'EdDSA', typ: accessTokenType, kid: key.kid })
    .setIssuer(realm.issuer)
    .setAudience(realm.audience)
    .setSubject(content.userId)
    .setIssuedAt(content.issuedAt)
    .setNotBefore(content.issuedAt)
    .setExpirationTime(content.expiresAt)
    .sign(key.privateKey);
