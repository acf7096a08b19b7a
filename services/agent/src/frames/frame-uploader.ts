import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { Backoff } from '../common/backoff';
import { pause } from '../common/pause';
import { reasonOf } from '../common/reason-of';
import { ApiError, type TuttiApi } from '../identity/api';
import type { Logger } from '../log';
import type { Frame } from '../sampler/frame-file';
import type { Spool, Waiting } from '../sampler/spool';
import { FrameUpload, isGone } from './frame-upload';

/** Milliseconds: the first pause after trouble, and the longest. */
export type Pauses = readonly [first: number, longest: number];

export interface FrameUploaderOptions {
  /** The agent's data folder. */
  readonly folder: string;
  readonly api: TuttiApi;
  /** Who the device is there; waits until it is in the fleet. */
  readonly deviceId: (signal: AbortSignal) => Promise<string>;
  readonly spool: Spool;
  readonly onOutcome: (outcome: 'sent' | 'refused') => void;
  readonly log: Logger;
  readonly pauses?: Pauses;
}

/** What the server says of this very picture: it says the same the next time. */
const forGood = new Set([400, 413, 415, 422]);
/** Bytes that changed on their way. */
const notForGood = new Set(['blob.digest-mismatch']);

const isForGood = (error: unknown): error is ApiError =>
  error instanceof ApiError && forGood.has(error.status) && !notForGood.has(error.code);

/** Sends chosen pictures, one at a time, the oldest first. Each stays on disk until the server has made a frame of it. */
export class FrameUploader {
  private readonly backoff: Backoff;
  private readonly upload: FrameUpload;
  private lastComplaint = '';

  constructor(private readonly options: FrameUploaderOptions) {
    const { api, folder, pauses = [2000, 300_000] } = options;
    this.backoff = new Backoff(...pauses);
    this.upload = new FrameUpload({ api, path: join(folder, 'frame-upload.json') });
  }

  async run(signal: AbortSignal): Promise<void> {
    const { spool } = this.options;
    while (!signal.aborted) {
      const [next] = spool.list();
      if (next === undefined) await spool.added(signal);
      else await pause(await this.step(next, signal), signal);
    }
  }

  /** How long to wait until the next. */
  private async step(next: Waiting, signal: AbortSignal): Promise<number> {
    try {
      const frame = await this.read(next);
      if (frame !== undefined) await this.send(next, frame, signal);
      this.backoff.reset();
      this.lastComplaint = '';
      return 0;
    } catch (error) {
      return signal.aborted ? 0 : this.failed(next, error);
    }
  }

  /** Undefined, and given up, when it is not what was chosen. */
  private async read(next: Waiting): Promise<Frame | undefined> {
    const { spool } = this.options;
    const frame = await spool.read(next);
    if (frame === undefined) return undefined;
    if (createHash('sha256').update(frame.bytes).digest('hex') === frame.about.sha256) return frame;
    await spool.drop(next.name);
    return undefined;
  }

  private async send({ name }: Waiting, { about, bytes }: Frame, signal: AbortSignal): Promise<void> {
    const { api, spool, onOutcome } = this.options;
    const deviceId = await this.options.deviceId(signal);
    const uploadId = await this.upload.send({ deviceId, sha256: about.sha256, bytes }, signal);
    await api.request({ method: 'POST', path: 'frames', json: { uploadId, about }, deviceId, signal });
    await spool.remove(name);
    await this.upload.forget();
    onOutcome('sent');
  }

  private async failed(next: Waiting, error: unknown): Promise<number> {
    const { spool, log, onOutcome } = this.options;
    if (isForGood(error)) {
      log.warn({ code: error.code }, `A chosen picture was refused and is given up: ${error.message}`);
      await spool.drop(next.name);
      await this.upload.forget();
      onOutcome('refused');
      return 0;
    }
    if (isGone(error)) {
      await this.upload.forget();
      return this.backoff.next();
    }
    this.complain(reasonOf(error));
    const isQuota = error instanceof ApiError && error.status === 429;
    return isQuota && error.retryAfterMs !== undefined ? error.retryAfterMs : this.backoff.next();
  }

  /** Says a reason once, until it changes. */
  private complain(reason: string): void {
    if (reason === this.lastComplaint) return;
    this.lastComplaint = reason;
    this.options.log.warn({ reason }, `Chosen pictures wait: ${reason}`);
  }
}
