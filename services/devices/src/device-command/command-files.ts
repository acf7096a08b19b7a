import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { BlobStore, OpenBlob } from '@tutti/blob-store';
import { commandPicture, maxLogBytes, maxPictureBytes, type CommandPicture } from '@tutti/contracts/devices';
import { transaction, upsertMany } from '@tutti/database';
import type { Clock, DomainError } from '@tutti/kernel';
import { RateLimiter } from '@tutti/service-kit';
import type { DataSource } from 'typeorm';
import { pictureType } from '../preview/picture-type';
import { blobNamespace } from '../preview/previews';
import { commandFileTable, type CommandFileRow } from './command-file.table';
import { commandRefused } from './command-refusal.decider';

export interface CommandFileOptions {
  readonly database: DataSource;
  readonly blobs: BlobStore;
  readonly clock: Clock;
  /** Files that one person or device may send in a day. */
  readonly perDay: number;
}

export interface OpenFile extends OpenBlob {
  readonly type: string;
}

export const logType = 'text/plain';
const daySeconds = 86_400;

export const gone = (): DomainError =>
  commandRefused('device-command.bytes-gone', 'There never were any, or they were kept long enough.');

/** Bytes that go to a device or come from it, by who sent them. They expire. */
export class CommandFiles {
  readonly #limiter: RateLimiter;

  constructor(private readonly options: CommandFileOptions) {
    const { perDay, clock } = options;
    this.#limiter = new RateLimiter({ capacity: perDay, refillPerSecond: perDay / daySeconds }, clock);
  }

  /** Throws `device-command.picture-invalid`, `request.rate-limited` and the blob store's refusals. */
  async putPicture(owner: string, body: Readable): Promise<CommandPicture> {
    this.#limiter.take(owner);
    const bytes = await buffer(body);
    const type = pictureType(bytes);
    if (type === undefined)
      throw commandRefused('device-command.picture-invalid', 'It must be a JPEG, PNG or WebP picture.');
    const { sha256, size } = await this.options.blobs.put(blobNamespace, bytes, {
      maxBytes: maxPictureBytes,
    });
    await this.#remember({ owner, sha256, size, type });
    return commandPicture.parse({ sha256, size, type });
  }

  /** Throws `request.rate-limited` and the blob store's refusals. */
  async putLogs(owner: string, sha256: string, body: Readable): Promise<void> {
    this.#limiter.take(owner);
    const { size } = await this.options.blobs.put(blobNamespace, body, { sha256, maxBytes: maxLogBytes });
    await this.#remember({ owner, sha256, size, type: logType });
  }

  /** A picture that its owner wants to use: it lives on from now. Throws `device-command.picture-missing`. */
  async use(owner: string, sha256: string): Promise<CommandPicture> {
    const row = await this.#find(owner, sha256);
    const picture = row && (await this.options.blobs.touch(blobNamespace, sha256)) ? row : undefined;
    if (!picture)
      throw commandRefused('device-command.picture-missing', 'Send the picture first, then the command.');
    await this.#remember(picture);
    return commandPicture.parse({ sha256, size: picture.size, type: picture.type });
  }

  /** Throws `device-command.bytes-gone`. */
  async openPicture({ sha256, type }: CommandPicture): Promise<OpenFile> {
    return { ...(await this.#open(sha256)), type };
  }

  /** What this device sent, whatever it says that its digest is. Throws `device-command.bytes-gone`. */
  async openLogs(owner: string, sha256: string): Promise<OpenFile> {
    if (!(await this.#find(owner, sha256))) throw gone();
    return { ...(await this.#open(sha256)), type: logType };
  }

  async #open(sha256: string): Promise<OpenBlob> {
    const blob = await this.options.blobs.open(blobNamespace, sha256);
    if (!blob) throw gone();
    return blob;
  }

  async #find(owner: string, sha256: string): Promise<CommandFileRow | undefined> {
    const row = await this.options.database.manager.findOneBy(commandFileTable, { owner, sha256 });
    return row ?? undefined;
  }

  async #remember({ owner, sha256, size, type }: Omit<CommandFileRow, 'createdAt'>): Promise<void> {
    const row = { owner, sha256, size, type, createdAt: this.options.clock.now().getTime() };
    await transaction(this.options.database, (manager) =>
      upsertMany(manager, commandFileTable, [row], ['owner', 'sha256']),
    );
  }
}
