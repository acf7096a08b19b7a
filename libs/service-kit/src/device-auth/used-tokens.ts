import type { DeviceTokenClaims } from '@tutti/contracts/devices';
import { insertNew, transaction } from '@tutti/database';
import type { Clock } from '@tutti/kernel';
import type { DataSource } from 'typeorm';
import { RateLimiter } from '../limit/rate-limiter';
import { clockSkewMs, tokenRefused } from './device-token';
import { usedTokenTable } from './used-token.table';

/** A device that sends more requests than this within two minutes is out of order. Each replica counts for itself. */
const mostPerDevice = 1000;
const withinSeconds = 120;

type Token = Pick<DeviceTokenClaims, 'iss' | 'jti' | 'exp'>;

/**
 * Remembers the tokens that were used until they expire: each is good for one request, whichever replica it comes to.
 * The retention sweeper forgets them.
 */
export class UsedTokens {
  readonly #pace: RateLimiter;

  constructor(
    private readonly database: DataSource,
    clock: Clock,
  ) {
    const refillPerSecond = mostPerDevice / withinSeconds;
    this.#pace = new RateLimiter({ capacity: mostPerDevice, refillPerSecond, maxKeys: 200_000 }, clock);
  }

  /** Marks a token as used. Throws when it was used before, and `request.rate-limited`. */
  async use({ iss: deviceId, jti, exp }: Token): Promise<void> {
    this.#pace.take(deviceId);
    const used = { deviceId, jti, until: exp * 1000 + clockSkewMs };
    const isNew = await transaction(this.database, (manager) => insertNew(manager, usedTokenTable, used));
    if (!isNew) throw tokenRefused('It was used before. Sign a new one for every request.');
  }
}
