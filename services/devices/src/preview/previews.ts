import { buffer } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import type { BlobStore, OpenBlob } from '@tutti/blob-store';
import { deviceErrors } from '@tutti/contracts/devices';
import { transaction, upsertMany } from '@tutti/database';
import { DomainError, type Clock } from '@tutti/kernel';
import { RateLimiter } from '@tutti/service-kit';
import type { DataSource } from 'typeorm';
import { pictureType } from './picture-type';
import { previewTable, type PreviewRow } from './preview.table';

/** 20 kB: a thumbnail. */
export const maxPreviewBytes = 20_000;

/** The blobs of this context. */
export const blobNamespace = 'devices';

const daySeconds = 86_400;

export interface PreviewOptions {
  readonly database: DataSource;
  readonly blobs: BlobStore;
  readonly clock: Clock;
  /** Pictures that one device may send in a day. */
  readonly perDay: number;
}

/** Small pictures of inputs, for people to look at. They expire. */
export class Previews {
  readonly #limiter: RateLimiter;

  constructor(private readonly options: PreviewOptions) {
    const { perDay, clock } = options;
    this.#limiter = new RateLimiter({ capacity: perDay, refillPerSecond: perDay / daySeconds }, clock);
  }

  /** Throws `preview.quota`, `preview.invalid` and the blob store's refusals. */
  async put(deviceId: string, sha256: string, body: Readable): Promise<void> {
    this.#spend(deviceId);
    const bytes = await buffer(body);
    const type = pictureType(bytes);
    if (type === undefined)
      throw new DomainError(deviceErrors['preview.invalid'], {
        detail: 'It must be a JPEG, PNG or WebP picture.',
      });
    const { size } = await this.options.blobs.put(blobNamespace, bytes, {
      sha256,
      maxBytes: maxPreviewBytes,
    });
    const row = { deviceId, sha256, size, type, createdAt: this.options.clock.now().getTime() };
    await transaction(this.options.database, (manager) =>
      upsertMany(manager, previewTable, [row], ['deviceId', 'sha256']),
    );
  }

  open({ sha256 }: PreviewRow): Promise<OpenBlob | undefined> {
    return this.options.blobs.open(blobNamespace, sha256);
  }

  #spend(deviceId: string): void {
    try {
      this.#limiter.take(deviceId);
    } catch (error) {
      const params = error instanceof DomainError ? error.params : {};
      throw new DomainError(deviceErrors['preview.quota'], {
        detail: `A device may send ${this.options.perDay} previews a day.`,
        params,
      });
    }
  }
}
