import { z } from 'zod';

/** 26 characters of base32(sha256(workspace, serial)): expectation 0 is the uniqueness of the serial. */
export const deviceId = z
  .string()
  .regex(/^[a-z2-7]{26}$/, 'must be the id of a device: 26 letters a-z and digits 2-7');
/** nkey public key of a user: `U` and 55 characters of base32. */
export const publicKey = z
  .string()
  .regex(
    /^U[A-Z2-7]{55}$/,
    'must be the public key of a user of NATS: U, then 55 letters A-Z and digits 2-7',
  );
/**
 * What people compare by eye before they accept a device: 80 bits of the public key itself, `ABCD-EFGH-IJKL-MNOP`.
 * The first two characters are left out, they say little more than "user key".
 */
export const fingerprintOf = (key: string): string => (key.slice(2, 18).match(/.{4}/g) ?? []).join('-');
/** Hex, lower case. */
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 digest: 64 digits 0-9 and a-f');
/** At most 64 bytes, as Edge Conductor's serials (requirements §2). */
export const serial = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[\x21-\x7e]+$/, 'must be printable ASCII without blanks');

export const deviceName = z.string().trim().min(1).max(64);
export const tags = z
  .record(z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/), z.string().max(128))
  .refine((all) => Object.keys(all).length <= 32, 'must have at most 32 tags');
export type Tags = z.infer<typeof tags>;

export const location = z.strictObject({
  address: z.string().max(256).optional(),
  /** WGS84 degrees. */
  latitude: z.number().min(-90).max(90).optional(),
  longitude: z.number().min(-180).max(180).optional(),
});
export type Location = z.infer<typeof location>;

export const hardware = z.strictObject({
  model: z.string().max(128).optional(),
  arch: z.string().max(32),
  cpu: z.string().max(128),
  cores: z.number().int().min(1).max(4096),
  memoryBytes: z.number().int().min(0),
  gpu: z.string().max(128).optional(),
});
export type Hardware = z.infer<typeof hardware>;

export const operatingSystem = z.strictObject({ name: z.string().max(128), release: z.string().max(128) });
export type OperatingSystem = z.infer<typeof operatingSystem>;

export const lifecycle = z.enum(['requested', 'registered', 'suspended', 'rejected', 'retired']);
export type Lifecycle = z.infer<typeof lifecycle>;
export const connectivity = z.enum(['online', 'stale', 'offline', 'never']);
export type Connectivity = z.infer<typeof connectivity>;
export const runtimeStatus = z.enum(['no_stream', 'deploying', 'ready', 'inferencing', 'error']);
export type RuntimeStatus = z.infer<typeof runtimeStatus>;

/** What people see first; computed from the three axes, never stored. */
export const badge = z.enum([
  'requested',
  'rejected',
  'retired',
  'suspended',
  'disconnected',
  'error',
  'no-stream',
  'ready',
  'inferencing',
]);
export type Badge = z.infer<typeof badge>;

export const modelReference = z.strictObject({
  name: z.string().max(128),
  version: z.string().max(64),
  /** sha256 of the artifact, hex. */
  digest: sha256,
  task: z.enum(['classification', 'detection']),
});
export type ModelReference = z.infer<typeof modelReference>;

export const ratio = z.number().min(0).max(1);

/** Corners x1, y1, x2, y2 as shares of the picture's width and height. */
export const box = z.object({
  label: z.string().max(32),
  classId: z.number().int().min(0),
  score: ratio,
  box: z.tuple([ratio, ratio, ratio, ratio]),
});
export type InferenceBox = z.infer<typeof box>;
