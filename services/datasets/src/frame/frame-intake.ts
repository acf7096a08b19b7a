import type { BlobStore } from '@tutti/blob-store';
import { blobErrors } from '@tutti/blob-store';
import type { AddFrame } from '@tutti/contracts/datasets';
import { entryId, maxFrameBytes, type FrameAbout } from '@tutti/contracts/devices';
import { transaction, upsertMany } from '@tutti/database';
import { DomainError, type Clock } from '@tutti/kernel';
import type { ClaimedUpload, DevicePrincipal, Uploads } from '@tutti/service-kit';
import { defaultImageLimits, type InspectedPicture } from '@tutti/vision';
import type { DataSource } from 'typeorm';
import { refused } from '../dataset/dataset-refusal.decider';
import { Gate } from '../item/gate';
import { blobNamespace } from '../item/picture-intake';
import { inspected } from '../picture/inspected';
import { frameTable, type FrameRow } from './frame.table';

export interface FrameIntakeParts {
  readonly database: DataSource;
  readonly blobs: BlobStore;
  readonly uploads: Uploads;
  readonly clock: Clock;
  /** Days that frames are kept: a device's clock that says more is wrong. */
  readonly days: number;
}

/** Pictures that are held in memory and decoded at a time. */
const atOnce = 2;
const dayMs = 86_400_000;
/** How far a device's clock may be ahead. */
const aheadMs = 300_000;
const rules = {
  limits: { ...defaultImageLimits, maxBytes: maxFrameBytes },
  code: 'frame.picture-invalid',
} as const;

interface Sent {
  readonly principal: DevicePrincipal;
  readonly uploadId: string;
  readonly about: FrameAbout;
}

/** Takes in the pictures that devices chose. */
export class FrameIntake {
  readonly #gate = new Gate(atOnce);

  constructor(private readonly parts: FrameIntakeParts) {}

  /**
   * Makes a frame of a finished upload; answers with its id. Sent again it overwrites itself. Throws
   * `upload.not-found`, `upload.incomplete`, `frame.mismatch`, `frame.picture-invalid`: the last two for good, and the
   * upload is gone.
   */
  async add(principal: DevicePrincipal, { uploadId, about }: AddFrame): Promise<string> {
    const sent = { principal, uploadId, about };
    const claimed = await this.#claim(sent);
    if (!claimed) return idOf(sent);
    try {
      assertSame(claimed, about);
      await this.#gate.run(() => this.#keep(sent));
    } catch (error) {
      if (error instanceof DomainError && error.kind === 'unprocessable') await this.#forget(uploadId);
      throw error;
    }
    await this.#forget(uploadId);
    return idOf(sent);
  }

  /** Undefined when it became a frame before, and only the answer was lost. */
  async #claim(sent: Sent): Promise<ClaimedUpload | undefined> {
    try {
      return await this.parts.uploads.claim(sent.principal, sent.uploadId);
    } catch (error) {
      const isGone = error instanceof DomainError && error.code === blobErrors['upload.not-found'].code;
      if (isGone && (await this.#isKept(sent))) return undefined;
      throw error;
    }
  }

  async #isKept(sent: Sent): Promise<boolean> {
    const { database } = this.parts;
    const row = await database.manager.findOneBy(frameTable, { id: idOf(sent) });
    return row?.digest === sent.about.sha256;
  }

  async #keep({ principal, about }: Sent): Promise<void> {
    const { database, blobs, clock, days } = this.parts;
    const blob = await blobs.open(blobNamespace, about.sha256);
    if (!blob) throw refused('frame.mismatch', 'The bytes of the upload are gone. Send them again.');
    const picture = await inspected(blob.stream, rules);
    if (picture.mediaType !== about.type)
      throw refused('frame.mismatch', `It is ${picture.mediaType}, and was announced as ${about.type}.`);
    const { sha256: thumbnail } = await blobs.put(blobNamespace, picture.thumbnail, {
      maxBytes: picture.thumbnail.byteLength,
    });
    const now = clock.now().getTime();
    const row = rowOf({ deviceId: principal.id, about, picture, thumbnail, now, keptMs: days * dayMs });
    await transaction(database, (manager) => upsertMany(manager, frameTable, [row], ['id']));
  }

  #forget(uploadId: string): Promise<void> {
    return this.parts.blobs.uploads.abandon(blobNamespace, uploadId);
  }
}

const idOf = ({ principal, about }: Sent): string =>
  entryId({ deviceId: principal.id, journal: about.journal, seq: about.result.seq });

const assertSame = ({ blob }: ClaimedUpload, { sha256, size }: FrameAbout): void => {
  if (blob.sha256 !== sha256 || blob.size !== size)
    throw refused('frame.mismatch', `What came has ${blob.size} bytes and the digest ${blob.sha256}.`);
};

interface Kept {
  readonly deviceId: string;
  readonly about: FrameAbout;
  readonly picture: InspectedPicture;
  readonly thumbnail: string;
  readonly now: number;
  readonly keptMs: number;
}

/** A device without a battery for its clock begins in 1970: what it sends then counts from when it came. */
const timeOf = (at: string, { now, keptMs }: Kept): number => {
  const told = Date.parse(at);
  return told < now - keptMs || told > now + aheadMs ? now : told;
};

const rowOf = (kept: Kept): FrameRow => {
  const { deviceId, about, picture, thumbnail, now } = kept;
  const { journal, sha256: digest, size: bytes, auditShare } = about;
  const { seq, at, model, label, score, probabilities, boxes, inputFile } = about.result;
  return {
    id: entryId({ deviceId, journal, seq }),
    ...{ deviceId, journal, seq },
    at: timeOf(at, kept),
    receivedAt: now,
    ...{ digest, bytes, thumbnail },
    mediaType: picture.mediaType,
    width: picture.width,
    height: picture.height,
    orientation: picture.orientation,
    model: model.name,
    modelVersion: model.version,
    ...{ label, score, inputFile, auditShare },
    prediction: { model, label, score, probabilities, boxes },
    reasons: Object.fromEntries([...new Set(about.reasons)].sort().map((reason) => [reason, ''])),
  };
};
