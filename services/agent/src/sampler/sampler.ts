import { webcrypto } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { FrameAbout, FrameCounts } from '@tutti/contracts/devices';
import { type PictureType, pictureType } from '@tutti/vision';
import { repeat } from '../common/pause';
import { reasonOf } from '../common/reason-of';
import type { AgentConfig } from '../config';
import type { EntryKey } from '../journal/journal';
import type { Logger } from '../log';
import type { Metrics } from '../metrics';
import { inferenceEntry } from '../pipeline/entries';
import type { Seen } from '../pipeline/recorder';
import { type Choice, choose } from './choose';
import { DayBudget } from './day-budget';
import { KnownContents } from './known-contents';
import { mayNeverSend } from './settings';
import { Spool } from './spool';
import type { ToldSettings } from './told-settings';

export interface SamplerOptions {
  /** The agent's data folder. */
  readonly folder: string;
  readonly config: AgentConfig;
  readonly settings: Pick<ToldSettings, 'sampling'>;
  readonly metrics: Metrics;
  readonly now: () => number;
  /** Whether `now` is the platform's time. */
  readonly sure: () => boolean;
  readonly log: Logger;
  readonly random?: () => number;
}

interface Candidate {
  readonly seen: Seen;
  readonly picture: Buffer;
  readonly kept: Promise<EntryKey | undefined>;
  readonly choice: Choice;
  readonly auditShare: number;
}

/** Pictures in memory that wait for the disk; more are given up, so that nobody waits for them. */
const mostPendingBytes = 64 * 1024 * 1024;
const dayMs = 86_400_000;
const tidyEveryMs = 3_600_000;
const mediaTypes: Readonly<Record<PictureType, FrameAbout['type']>> = {
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
};

/** Chooses pictures that are worth a person's look, and keeps them until they are sent. Never in the way of a result. */
export class Sampler {
  private pendingBytes = 0;
  private work: Promise<void> = Promise.resolve();
  private lastComplaint = '';

  private constructor(
    private readonly options: SamplerOptions,
    readonly spool: Spool,
    private readonly budget: DayBudget,
    private readonly known: KnownContents,
  ) {}

  /** Undefined where no picture may ever leave the device. */
  static async open(options: SamplerOptions): Promise<Sampler | undefined> {
    const { config, now, sure } = options;
    const folder = join(options.folder, 'frames');
    if (mayNeverSend(config)) {
      // What was chosen before its owner said so.
      await rm(folder, { recursive: true, force: true });
      return undefined;
    }
    const budget = await DayBudget.open({ path: join(options.folder, 'frames.json'), now, sure });
    const spool = await Spool.open({
      folder,
      maxBytes: config.frameMegabytes * 1024 * 1024,
      maxAgeMs: config.frameDays * dayMs,
      onDropped: (count) => budget.drop(count),
    });
    const known = await KnownContents.open(join(folder, 'known'));
    return new Sampler(options, spool, budget, known);
  }

  /** Whether anything can be chosen: pictures need not be kept at hand otherwise. */
  get chooses(): boolean {
    const { threshold, boxes, margin, entropy, audit } = this.options.settings.sampling.policy;
    return threshold !== null || boxes !== null || margin !== null || entropy !== null || audit > 0;
  }

  /** Pictures that are too old go, also while no other is chosen. */
  async tidyNowAndThen(signal: AbortSignal): Promise<void> {
    await repeat(tidyEveryMs, signal, async () => {
      await this.spool
        .tidy()
        .catch((error: unknown) =>
          this.options.log.warn(`Old pictures could not be deleted: ${reasonOf(error)}`),
        );
    });
  }

  stats(): FrameCounts {
    const { frames: chosenToday, bytes: bytesToday } = this.budget.today();
    const { dropped, sent } = this.budget;
    return { ...this.spool.stats, dropped, sent, chosenToday, bytesToday };
  }

  /** Returns at once; what is chosen goes to disk in the background. `kept`: where the result stands in the journal. */
  consider(seen: Seen, picture: Buffer, kept: Promise<EntryKey | undefined>): void {
    const { policy } = this.options.settings.sampling;
    const choice = choose(seen.prediction, policy, this.options.random ?? Math.random);
    if (choice === undefined) return;
    if (!this.budget.allows(picture.length, policy)) return this.count('capped');
    if (this.pendingBytes + picture.length > mostPendingBytes) return this.giveUp('busy');
    this.pendingBytes += picture.length;
    const candidate = { seen, picture, kept, choice, auditShare: policy.audit };
    this.work = this.work
      .then(() => this.take(candidate))
      .catch((error: unknown) => this.complain(error))
      .finally(() => (this.pendingBytes -= picture.length));
  }

  /** What became of a picture that was on its way to the platform. */
  sent(outcome: 'sent' | 'refused'): void {
    if (outcome === 'sent') this.budget.countSent();
    this.count(outcome);
  }

  /** Resolves when everything that was chosen is on disk. */
  async settled(): Promise<void> {
    await this.work;
  }

  private async take({ seen, picture, kept, choice, auditShare }: Candidate): Promise<void> {
    const key = await kept;
    const type = pictureType(picture);
    if (key === undefined || type === undefined) return;
    const sha256 = await digestOf(picture);
    if (this.known.has(sha256)) return this.count('repeated');
    if (!this.budget.allows(picture.length, this.options.settings.sampling.policy))
      return this.count('capped');
    const { journal, seq } = key;
    const result = { seq, ...inferenceEntry(seen, seen.active, seen.prediction, seen.latencyMs) };
    const reasons = [...choice.reasons];
    const size = picture.length;
    const about = { journal, sha256, size, type: mediaTypes[type], result, reasons, auditShare };
    const name = { at: seen.at, audit: choice.audit, uncertainty: choice.uncertainty, sha256 };
    const place = await this.spool.placeFor(name, { about, bytes: picture });
    if (place === undefined) return this.giveUp('no room');
    await this.budget.charge(size);
    await place.write();
    this.count('chosen');
    await this.known.add(sha256);
  }

  private giveUp(outcome: string): void {
    this.budget.drop();
    this.count(outcome);
  }

  private count(outcome: string): void {
    this.options.metrics.frames.inc({ outcome });
  }

  /** Says a reason once, until it changes. */
  private complain(error: unknown): void {
    this.giveUp('failed');
    const reason = reasonOf(error);
    if (reason === this.lastComplaint) return;
    this.lastComplaint = reason;
    this.options.log.warn({ reason }, `A chosen picture could not be kept: ${reason}`);
  }
}

/** On another thread: a large picture would hold up the next result. */
const digestOf = async (bytes: Uint8Array): Promise<string> =>
  Buffer.from(await webcrypto.subtle.digest('SHA-256', bytes)).toString('hex');
