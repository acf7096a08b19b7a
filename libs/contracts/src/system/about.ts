import { z } from 'zod';
import { timestamp } from '../common';

const bytes = z.number().int().min(0);
const count = z.number().int().min(0);

/** A log or a key-value bucket of the NATS server, as far as the service may look at it. */
export const storedLog = z.object({
  /** As JetStream calls it: `LOG`, `KV_vault`. */
  name: z.string(),
  messages: count,
  bytes,
  /** `null`: as much as the disk holds. */
  maxBytes: bytes.nullable(),
  /** Of the oldest message; `null` without one. */
  oldestAt: timestamp.nullable(),
});
export type StoredLog = z.infer<typeof storedLog>;

/** What a service is, stands on and keeps. */
export const serviceAbout = z.object({
  /** Of Tutti. */
  version: z.string(),
  node: z.string(),
  natsServer: z.string(),
  /** Since the process that answers began. */
  upSeconds: count,
  database: z.object({ kind: z.enum(['sqlite', 'mysql', 'mariadb']), version: z.string(), bytes }),
  logs: z.array(storedLog),
  /** `null` for a service that keeps none. */
  blobs: z
    .object({
      /** `null` until they have been counted for the first time; that is begun by whoever asks. */
      counted: z.object({ count, bytes, at: timestamp }).nullable(),
    })
    .nullable(),
});
export type ServiceAbout = z.infer<typeof serviceAbout>;
