import { z } from 'zod';
import { listOf, timestamp } from '../common';
import {
  deviceId,
  deviceName,
  hardware,
  location,
  operatingSystem,
  publicKey,
  serial,
  sha256,
  tags,
} from './shapes';

/** `POST /enrolments/challenges` → what the device signs next. */
export const challenge = z.object({ nonce: z.string(), expiresAt: timestamp });

/** The bytes that a device signs with its nkey to prove that the key is its own. */
export const enrolmentProof = (nonce: string, deviceSerial: string, key: string): Uint8Array =>
  new TextEncoder().encode(`tutti-enrolment:v1\n${nonce}\n${deviceSerial}\n${key}`);

export const enrolmentRequest = z.strictObject({
  serial,
  publicKey,
  nonce: z.string().max(256),
  /** base64url Ed25519 signature over `enrolmentProof`. */
  signature: z.string().max(128),
  token: z.string().max(256).optional(),
  hardware,
  os: operatingSystem,
  agentVersion: z.string().max(64),
  note: z.string().max(128).optional(),
});
export type EnrolmentRequest = z.infer<typeof enrolmentRequest>;

export const enrolmentStatus = z.enum(['pending', 'accepted', 'rejected', 'suspended', 'retired']);
/** What a device learns of its request. */
export const enrolmentAnswer = z.object({
  id: z.string(),
  status: enrolmentStatus,
  reason: z.string().nullable(),
});
export type EnrolmentAnswer = z.infer<typeof enrolmentAnswer>;

/** What an operator sees of a request that waits. */
export const enrolment = z.object({
  id: z.string(),
  serial: z.string(),
  keyFingerprint: z.string(),
  hardware,
  os: operatingSystem,
  agentVersion: z.string(),
  note: z.string().nullable(),
  /** Why it waits: `new`, or `new-key` when a known serial shows another key (look twice). */
  kind: z.enum(['new', 'new-key']),
  enrolmentTokenId: z.string().nullable(),
  requestedAt: timestamp,
});
export type Enrolment = z.infer<typeof enrolment>;
export const enrolmentList = listOf(enrolment);

export const acceptEnrolment = z.strictObject({
  name: deviceName.optional(),
  description: z.string().max(1024).optional(),
  site: z.string().max(64).optional(),
  location: location.optional(),
  tags: tags.optional(),
  /** The fingerprint that the operator saw: a request that was replaced meanwhile is not accepted by mistake. */
  keyFingerprint: z.string(),
});
export const rejectEnrolment = z.strictObject({ reason: z.string().max(256).optional() });

/** `POST /enrolments/{id}/credentials`, signed by the device: how it connects. */
export const deviceCredentials = z.object({
  deviceId: z.string(),
  jwt: z.string(),
  natsUrls: z.array(z.string()),
  expiresAt: timestamp,
  renewAfter: timestamp,
  /** Authorities to trust for this server from now on, PEM, when it has one of its own. */
  ca: z.string().max(65_536).optional(),
  /** Public keys, PEM, of those who sign models for this installation; servers of older versions name none. */
  modelSigners: z.array(z.string().max(4096)).max(8).optional(),
});
export type DeviceCredentials = z.infer<typeof deviceCredentials>;

export const issueEnrolmentToken = z.strictObject({
  note: z.string().max(128).optional(),
  ttlSeconds: z.number().int().min(60).max(31_536_000),
  maxUses: z.number().int().min(1).max(100_000),
  autoAccept: z.boolean(),
  site: z.string().max(64).optional(),
  tags: tags.optional(),
});

export const enrolmentToken = z.object({
  id: z.string(),
  note: z.string().nullable(),
  status: z.enum(['active', 'expired', 'used-up', 'revoked']),
  expiresAt: timestamp,
  maxUses: z.number().int(),
  uses: z.number().int(),
  autoAccept: z.boolean(),
  site: z.string().nullable(),
  tags,
  issuedAt: timestamp,
  version: z.number().int(),
});
export type EnrolmentToken = z.infer<typeof enrolmentToken>;
export const enrolmentTokenList = listOf(enrolmentToken);
/** The token itself is shown once, in the answer to its creation. */
export const issuedEnrolmentToken = enrolmentToken.extend({
  token: z.string(),
  /** Base URLs by which devices reach this server; empty when only the caller knows one. */
  urls: z.array(z.string()),
});

const tokenForm = /^tet_([0-9a-f-]{36})_[A-Za-z0-9_-]{32}(?:_([A-Za-z0-9_-]{43}))?$/;

export interface EnrolmentTokenParts {
  readonly id: string;
  /** What proves the token, without the fingerprint. */
  readonly secret: string;
  /** Of the authority of the server that issued it: a device trusts that one and no other. */
  readonly fingerprint?: string;
}

/** Takes a token apart: `tet_<id>_<secret>`, since 0.2 with `_<fingerprint>`; `undefined` when it does not look like one. */
export const enrolmentTokenParts = (token: string): EnrolmentTokenParts | undefined => {
  const [, id, fingerprint] = tokenForm.exec(token) ?? [];
  if (id === undefined) return undefined;
  if (fingerprint === undefined) return { id, secret: token };
  return { id, secret: token.slice(0, -fingerprint.length - 1), fingerprint };
};

/**
 * Claims of the token that a device signs for one HTTP request (`Authorization: Tutti-Device <jws>`): compact JWS,
 * alg EdDSA, typ `tutti-device+jwt`, valid for 60 s.
 */
export const deviceTokenClaims = z.object({
  iss: deviceId,
  key: publicKey,
  aud: z.literal('tutti'),
  htm: z.string(),
  /** Path with query, without host. */
  htu: z.string(),
  /** sha256 hex of the body; of the empty string when there is none. */
  sha256,
  size: z.number().int().min(0),
  iat: z.number().int(),
  exp: z.number().int(),
  jti: z.string().max(64),
});
export type DeviceTokenClaims = z.infer<typeof deviceTokenClaims>;
