import { availableParallelism } from 'node:os';
import { classKey, maxClasses, type MissingClass, type ReportLine } from '@tutti/contracts/datasets';
import { DomainError } from '@tutti/kernel';
import type { InspectedPicture } from '@tutti/vision';
import { Report } from '../format/report';
import type { ItemDesk } from '../item/item-desk';
import type { Statement } from '../item/item.decider';
import type { LabelRules } from '../item/label-rules.decider';
import type { NewPicture, PictureIntake, SeenPictures } from '../item/picture-intake';
import { mapAtOnce } from '../picture/map-at-once';
import type { ImportJobRow } from './import-job.table';
import type { ImportJobs } from './import-jobs';
import { Failure } from './failure';
import { leavesOut } from './import-outcome';
import type { ImportPicture, ImportReader } from './import-reader';
import { Tally, type Taken } from './tally';

export interface RunParts {
  readonly jobs: ImportJobs;
  readonly items: ItemDesk;
  readonly intake: PictureIntake;
  readonly openReader: (job: ImportJobRow) => Promise<ImportReader>;
  /** Puts classes into the dataset's label schema. */
  readonly addClasses: (job: ImportJobRow, missing: readonly MissingClass[]) => Promise<void>;
}

/** How a stretch of work ended: `stopped` here, to go on elsewhere or later. */
export type Ended = 'finished' | 'cancelled' | 'stopped';

/** More than there are cores: while some wait for the disk and the log, others are decoded. */
const atOnce = Math.min(16, 4 * availableParallelism());

/** How often the row is written: what a kill makes to be done again. */
const noteEveryMs = 1000;

/** The label does not belong to the picture, which is kept out; the report says why. */
class LeftOut extends Error {}

/** One stretch of the work on one import, from where it stands. */
export class ImportRun {
  #rules: LabelRules | undefined;
  /** By a dry run, which keeps nothing else of them. */
  readonly #seen: SeenPictures = new Map();

  constructor(
    private readonly parts: RunParts,
    private readonly job: ImportJobRow,
    private readonly signal: AbortSignal,
  ) {}

  /** Throws what ends the import, or delays it. */
  async work(): Promise<Ended> {
    const { job, parts } = this;
    if (job.cancelledBy !== null) return 'cancelled';
    if (job.place === null && !(await parts.jobs.note(job, { phase: 'reading' }))) return 'stopped';
    const reader = await this.#opened();
    try {
      const tally = new Tally(job, reader.found);
      if (!(await this.#begin(reader, tally))) return 'stopped';
      return await this.#takeAll(reader, tally);
    } finally {
      await reader.close();
    }
  }

  /** All is read, and nothing stored yet. False where somebody else has taken the work up. */
  async #begin(reader: ImportReader, tally: Tally): Promise<boolean> {
    const { job, parts, signal } = this;
    const { format = null, total = null, missing } = reader;
    const known = job.missing.length > 0 ? job.missing : shown(missing);
    const read = { phase: 'taking', format, total, missing: known, ...tally.progress } as const;
    if (!(await parts.jobs.note(job, read))) return false;
    if (!job.dryRun && isAdding(job) && !signal.aborted) await parts.addClasses(job, missing);
    return true;
  }

  /** What it was refused with tells people what it found. */
  async #opened(): Promise<ImportReader> {
    try {
      return await this.parts.openReader(this.job);
    } catch (error) {
      if (error instanceof DomainError) {
        const { report = [], missing = [] } = error.params as Found;
        await this.parts.jobs.note(this.job, { report, missing: shown(missing) });
      }
      throw error;
    }
  }

  async #takeAll(reader: ImportReader, tally: Tally): Promise<Ended> {
    const { job, parts } = this;
    const failure = new Failure();
    if (!(await this.#takeEach(reader, tally, failure))) return 'stopped';
    if (failure.isLasting) for (const taken of failure.behind) tally.add(taken);
    if (!(await parts.jobs.note(job, tally.progress))) return 'stopped';
    failure.throw();
    if ((await parts.jobs.find(job.id))?.cancelledBy != null) return 'cancelled';
    return this.signal.aborted ? 'stopped' : 'finished';
  }

  /** False where somebody else has taken the work up. */
  async #takeEach(reader: ImportReader, tally: Tally, failure: Failure): Promise<boolean> {
    const { job, parts } = this;
    await this.#look(reader);
    let noted = performance.now();
    const pictures = until(AbortSignal.any([this.signal, failure.signal]), reader.pictures(job.place));
    for await (const result of mapAtOnce(pictures, atOnce, (one) => this.#take(one).catch(failure.note))) {
      const taken = failure.before(result);
      if (taken) tally.add(taken);
      if (failure.signal.aborted || performance.now() - noted < noteEveryMs) continue;
      if (!(await parts.jobs.note(job, { ...tally.progress, tries: 0 }))) return false;
      await this.#look(reader);
      noted = performance.now();
    }
    return true;
  }

  /** What labels are measured against may change meanwhile. A dry run adds no classes, and goes on as if it had. */
  async #look({ missing }: ImportReader): Promise<void> {
    const rules = await this.parts.items.rules(this.job.datasetId);
    const added = this.job.dryRun && isAdding(this.job) ? missing : [];
    const classes = added.map(({ key, name }) => ({ key, name, retired: false }));
    this.#rules = { ...rules, classes: [...rules.classes, ...classes] };
  }

  async #take(picture: ImportPicture): Promise<Taken> {
    const { place, where } = picture;
    const report = new Report();
    try {
      const { added, labelled } = await this.#taken(picture, report);
      return { place, added, labelled, leftOut: false, lines: report.lines };
    } catch (error) {
      const code = leavesOut(error);
      if (!(error instanceof LeftOut) && code === undefined) throw error;
      if (code !== undefined) report.add(code, where, (error as Error).message);
      return { place, added: false, labelled: false, leftOut: true, lines: report.lines };
    }
  }

  async #taken(picture: ImportPicture, report: Report) {
    const { id, datasetId, dryRun, startedBy } = this.job;
    const content = await picture.read();
    const statement = (seen: InspectedPicture) => this.#stated(picture, seen, report);
    const given: NewPicture = { datasetId, content, statement, ...picture.facts };
    if (dryRun) return this.parts.intake.check(given, this.#seen);
    const commandId = `${id}.${picture.place.replaceAll(':', '.')}`;
    const metadata = { correlationId: id, authId: startedBy ?? 'system' };
    return this.parts.intake.take(given, { commandId, metadata });
  }

  #stated(picture: ImportPicture, seen: InspectedPicture, report: Report): Statement | undefined {
    if (seen.frames > 1) report.add('picture.animated', picture.where, 'its first frame counts');
    const label = picture.label?.(seen, report);
    if (label === 'left-out') throw new LeftOut();
    if (label === undefined || !this.#rules) return undefined;
    return { label, by: 'import', rules: this.#rules, importId: this.job.id };
  }
}

/** No schema has more classes, nor longer names, nor other keys, and archives of strangers may say anything. */
const shown = (missing: readonly MissingClass[]): readonly MissingClass[] =>
  missing
    .filter(({ key }) => classKey.safeParse(key).success)
    .slice(0, maxClasses)
    .map((one) => ({ ...one, name: one.name.slice(0, 100) }));

interface Found {
  readonly report?: readonly ReportLine[];
  readonly missing?: readonly MissingClass[];
}

const isAdding = ({ source }: ImportJobRow): boolean =>
  source.kind === 'archive' && source.newClasses === 'add';

async function* until<T>(signal: AbortSignal, source: AsyncIterable<T>): AsyncGenerator<T> {
  for await (const one of source) {
    if (signal.aborted) return;
    yield one;
  }
}
