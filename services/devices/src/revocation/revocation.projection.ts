import type { Projection, Recorded } from '@tutti/kernel';
import type { DeviceEvent } from '@tutti/contracts/devices';

interface RevokedKey {
  readonly publicKey: string;
  readonly at: number;
}

/** Which keys of a device must not connect. */
export interface RevocationRow {
  readonly id: string;
  /** The key that the device runs with; null once it is retired. */
  readonly publicKey: string | null;
  readonly suspendedAt: number | null;
  readonly former: readonly RevokedKey[];
  /** The newest revocation, so that old ones need not be looked at. */
  readonly revokedAt: number | null;
}

type Handled = Extract<
  DeviceEvent,
  { type: 'DeviceRegistered' | 'DeviceSuspended' | 'DeviceResumed' | 'DeviceKeyRotated' | 'DeviceRetired' }
>;

/** No JWT of a device lives longer. Revocations older than it have nothing left to revoke. */
export const longestJwtLifeMs = 24 * 3_600_000;
/** Clocks differ, and a JWT may be on its way while its device is revoked. */
const skewMs = 3_600_000;
/** So long must a revocation stand. */
export const revocationLifeMs = longestJwtLifeMs + skewMs;

const without = (former: readonly RevokedKey[], publicKey: string, at: number): readonly RevokedKey[] =>
  former.filter((entry) => entry.publicKey !== publicKey && entry.at + revocationLifeMs > at);

type Revocation = Omit<RevocationRow, 'revokedAt'>;

const changed = (row: RevocationRow | undefined, recorded: Recorded<Handled>): Revocation => {
  const { event, aggregateId: id } = recorded;
  const at = recorded.time.getTime();
  const { publicKey = null, suspendedAt = null, former = [] } = row ?? {};
  switch (event.type) {
    case 'DeviceRegistered': {
      const { publicKey: first } = event.data;
      return { id, publicKey: first, suspendedAt: null, former: without(former, first, at) };
    }
    case 'DeviceSuspended':
      return { id, publicKey, suspendedAt: at, former };
    case 'DeviceResumed':
      return { id, publicKey, suspendedAt: null, former };
    case 'DeviceKeyRotated': {
      const { publicKey: next, previousKey } = event.data;
      return {
        id,
        publicKey: next,
        suspendedAt,
        former: [...without(former, next, at), { publicKey: previousKey, at }],
      };
    }
    case 'DeviceRetired':
      return {
        id,
        publicKey: null,
        suspendedAt: null,
        former: publicKey === null ? former : [...without(former, publicKey, at), { publicKey, at }],
      };
    default:
      return event satisfies never;
  }
};

const project = (row: RevocationRow | undefined, recorded: Recorded<Handled>): RevocationRow => {
  const next = changed(row, recorded);
  const times = [
    ...next.former.map(({ at }) => at),
    ...(next.suspendedAt === null ? [] : [next.suspendedAt]),
  ];
  return { ...next, revokedAt: times.length === 0 ? null : Math.max(...times) };
};

export const revocationProjection: Projection<RevocationRow, Handled> = {
  name: 'revocation',
  version: 1,
  subjects: ['evt.devices.device.*'],
  handles: ['DeviceRegistered', 'DeviceSuspended', 'DeviceResumed', 'DeviceKeyRotated', 'DeviceRetired'],
  key: ({ aggregateId }) => aggregateId,
  project,
};

/**
 * A device's part of the account's revocation list: public key → seconds since 1970. NATS refuses JWTs issued up to
 * that time; it lies a JWT's life ahead, so that one issued by a replica which had not heard of it yet is refused too.
 */
export const revocationsOf = (row: RevocationRow, now: Date): Readonly<Record<string, number>> => {
  const { publicKey, suspendedAt, former } = row;
  const current = publicKey !== null && suspendedAt !== null ? [{ publicKey, at: suspendedAt }] : [];
  const until = [...former, ...current].map(
    (entry) => [entry.publicKey, entry.at + revocationLifeMs] as const,
  );
  return Object.fromEntries(
    until.filter(([, end]) => end > now.getTime()).map(([key, end]) => [key, Math.ceil(end / 1000)]),
  );
};
