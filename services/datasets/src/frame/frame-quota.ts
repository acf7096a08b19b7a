import { DomainError, type Clock } from '@tutti/kernel';
import { RateLimiter } from '@tutti/service-kit';
import type { DataSource } from 'typeorm';
import { refused } from '../dataset/dataset-refusal.decider';
import { megabyte, sizeOf, type FrameCaps, type Size } from './frame-size';

const daySeconds = 86_400;
/** How long what all devices have is taken for known. */
const totalKnownMs = 10_000;
/** By then a sweep has made room. */
const retryAfterSeconds = 600;

export interface FrameQuotaParts {
  readonly database: DataSource;
  readonly clock: Clock;
  readonly caps: FrameCaps;
  /** That one device may begin to send in a day. Each replica counts for itself. */
  readonly megabytesPerDay: number;
}

/** Refuses pictures that nobody has room for, before their bytes come. */
export class FrameQuota {
  readonly #pace: RateLimiter;
  #total: { readonly size: Size; readonly at: number } | undefined;

  constructor(private readonly parts: FrameQuotaParts) {
    const { megabytesPerDay: capacity, clock } = parts;
    const refillPerSecond = capacity / daySeconds;
    this.#pace = new RateLimiter({ capacity, refillPerSecond, maxKeys: 200_000 }, clock);
  }

  /** Throws `frame.quota` with the time to wait. */
  async admit(deviceId: string, bytes: number): Promise<void> {
    const { database, caps } = this.parts;
    if (isFull(await sizeOf(database, deviceId), caps.device))
      throw overQuota('Your pictures take all the room that a device has here.', retryAfterSeconds);
    if (isFull(await this.#ofAll(), caps.all))
      throw overQuota('The pictures of all devices take all the room that there is.', retryAfterSeconds);
    this.#spend(deviceId, megabytesOf(bytes));
  }

  /** What was admitted could not be begun to be sent. */
  giveBack(deviceId: string, bytes: number): void {
    this.#pace.giveBack(deviceId, megabytesOf(bytes));
  }

  async #ofAll(): Promise<Size> {
    const now = this.parts.clock.now().getTime();
    const known = this.#total;
    if (known && now - known.at < totalKnownMs) return known.size;
    const size = await sizeOf(this.parts.database);
    this.#total = { size, at: now };
    return size;
  }

  #spend(deviceId: string, megabytes: number): void {
    try {
      this.#pace.take(deviceId, megabytes);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const detail = `A device may send ${this.parts.megabytesPerDay} MB of pictures in a day.`;
      throw overQuota(detail, error.params['retryAfterSeconds']);
    }
  }
}

const megabytesOf = (bytes: number): number => Math.max(1, Math.ceil(bytes / megabyte));

const isFull = (size: Size, cap: Size): boolean => size.count >= cap.count || size.bytes >= cap.bytes;

const overQuota = (detail: string, seconds: unknown): DomainError =>
  refused('frame.quota', detail, { params: { retryAfterSeconds: seconds } });
