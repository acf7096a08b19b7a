import { DomainError } from '@tutti/kernel';
import { commonErrors } from '@tutti/contracts/common';
import type { DeviceTokenClaims } from '@tutti/contracts/devices';
import { clockSkewMs, tokenRefused } from './device-token';

/** A device that sends more requests than this within two minutes is out of order. */
const mostPerDevice = 1000;

/** Remembers the tokens that were used until they expire: each is good for one request. Per process. */
export class UsedTokens {
  readonly #used = new Map<string, Map<string, number>>();

  /** Marks a token as used. Throws when it was used before. */
  use({ iss, jti, exp }: DeviceTokenClaims, now: Date): void {
    const used = this.#used.get(iss) ?? new Map<string, number>();
    this.#used.set(iss, used);
    this.#forget(used, now);
    if (used.has(jti)) throw tokenRefused('It was used before. Sign a new one for every request.');
    if (used.size >= mostPerDevice)
      throw new DomainError(commonErrors['request.rate-limited'], {
        detail: 'The device sends too many requests.',
      });
    used.set(jti, exp * 1000 + clockSkewMs);
  }

  /** They expire in about the order in which they came: looking at the oldest is enough. */
  #forget(used: Map<string, number>, now: Date): void {
    for (const [jti, until] of used) {
      if (until > now.getTime()) return;
      used.delete(jti);
    }
  }
}
