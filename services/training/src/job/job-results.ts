import { text } from 'node:stream/consumers';
import type { BlobStore } from '@tutti/blob-store';
import {
  evaluationReport,
  type BlobReference,
  type EvaluationReport,
  type JobResult,
  type ModelMetrics,
} from '@tutti/contracts/training';
import type { HandleOptions } from '@tutti/event-store';
import { DomainError, type Clock } from '@tutti/kernel';
import { trainerAckWaitMs } from '@tutti/nats-server';
import type { ModelFacts } from '../model/inspection/model-facts';
import { blobNamespace } from '../model/model-files';
import { promotionVerdict } from '../run/promotion-gate';
import type { RunCommands } from '../run/run-commands';
import { assertClaimed, hasSucceededBy, type OutcomeFacts } from '../run/run-end.decider';
import type { RunRecords } from '../run/run-records';
import { runRefused } from '../run/run-refusal.decider';
import type { KnownRun } from '../run/run.state';
import type { JobFiles } from './job-files';
import { outcomeOf } from './outcome';

export interface JobResultsOptions {
  readonly blobs: Pick<BlobStore, 'open'>;
  readonly clock: Clock;
  readonly commands: RunCommands;
  readonly files: JobFiles;
  readonly records: Pick<RunRecords, 'hear'>;
  /** Throws `model.invalid` with the reason. */
  readonly inspector: { inspect(sha256: string): Promise<ModelFacts> };
}

const mostReportBytes = 8 * 1024 * 1024;

const invalid = (detail: string): DomainError => runRefused('run.result-invalid', detail);

const isSame = (a: ModelMetrics, b: ModelMetrics): boolean =>
  JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort());

const filesOf = ({ artifact, evaluation, baseline }: JobResult): readonly BlobReference[] => [
  artifact,
  evaluation,
  ...(baseline ? [baseline.evaluation] : []),
];

const parsedJson = (content: string): unknown => {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
};

const thumbnailsOf = (report: EvaluationReport | null): readonly string[] =>
  (report?.examples ?? []).map(({ thumbnail }) => thumbnail.digest);

/** Takes what a trainer made: everything that it names must be there, and be what it says. */
export class JobResults {
  constructor(private readonly options: JobResultsOptions) {}

  /** Throws `run.not-found`, `run.ended`, `run.not-claimed`, `run.file-missing` and `run.result-invalid`. */
  async take(runId: string, result: JobResult, options: HandleOptions): Promise<void> {
    const { commands, files } = this.options;
    const { claimId } = result;
    const run = await commands.existing(runId);
    if (hasSucceededBy(run, claimId)) return this.#keepAgain(runId, run, result);
    assertClaimed(run, claimId);
    const { digests, outcome } = await this.#whileHeard(runId, claimId, () =>
      this.#looked(runId, run, result),
    );
    await commands.end(runId, { type: 'SucceedRun', claimId, outcome }, options);
    // Not before: whoever has taken the run over meanwhile has sent files, too.
    await files.keep(runId, digests);
  }

  /** Whoever waits for the answer reports nothing, and is not to count as dead. */
  async #whileHeard<T>(runId: string, claimId: string, work: () => Promise<T>): Promise<T> {
    const { clock, records } = this.options;
    const hear = (): Promise<void> => records.hear(runId, claimId, clock.now().getTime());
    await hear();
    const again = setInterval(() => void hear().catch(() => undefined), trainerAckWaitMs / 3);
    try {
      return await work();
    } finally {
      clearInterval(again);
    }
  }

  /** It was taken, and killed before other files were let go, perhaps. */
  async #keepAgain(runId: string, run: KnownRun, result: JobResult): Promise<void> {
    try {
      const { digests } = await this.#read(runId, run, result);
      await this.options.files.keep(runId, digests);
    } catch (error) {
      // What became of the model later does not change the answer.
      if (!(error instanceof DomainError)) throw error;
    }
  }

  async #looked(runId: string, run: KnownRun, result: JobResult) {
    const { digests, report, before } = await this.#read(runId, run, result);
    const { signature } = await this.#model(run, result);
    const gate = promotionVerdict(run.request.gate, report, before);
    const outcome: OutcomeFacts = { ...outcomeOf(run, result), signature, gate };
    return { digests, outcome };
  }

  /** Its evaluations, and the digests of all that it names, which is there. */
  async #read(runId: string, run: KnownRun, result: JobResult) {
    const { metrics, evaluation, baseline } = result;
    const named = filesOf(result);
    await this.#assertSent(runId, named);
    const report = await this.#report(run, { metrics, evaluation });
    const before = baseline && (await this.#report(run, baseline));
    if (before && !run.request.current)
      throw invalid('It names a baseline, and the job had no model to compare with.');
    const thumbnails = [...thumbnailsOf(report), ...thumbnailsOf(before)];
    await this.#assertThere(runId, thumbnails);
    return { digests: [...named.map(({ digest }) => digest), ...thumbnails], report, before };
  }

  async #assertSent(runId: string, references: readonly BlobReference[]): Promise<void> {
    const digests = references.map(({ digest }) => digest);
    const sent = await this.#assertThere(runId, digests);
    for (const { digest, bytes } of references)
      if (sent.get(digest) !== bytes)
        throw invalid(`File ${digest} has ${sent.get(digest)} bytes, not ${bytes}.`);
  }

  async #assertThere(runId: string, digests: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const sent = await this.options.files.sent(runId, digests);
    const missing = digests.find((digest) => !sent.has(digest));
    if (missing !== undefined)
      throw runRefused('run.file-missing', `Send ${missing} first, then the result again.`, {
        digest: missing,
      });
    return sent;
  }

  /** An evaluation, read and found to be of this task and of these numbers. */
  async #report(
    run: KnownRun,
    { metrics, evaluation }: { readonly metrics: ModelMetrics; readonly evaluation: BlobReference },
  ): Promise<EvaluationReport> {
    const blob = await this.options.blobs.open(blobNamespace, evaluation.digest);
    if (!blob) throw runRefused('run.file-missing', `Send the evaluation ${evaluation.digest} first.`);
    if (blob.size > mostReportBytes) {
      blob.stream.destroy();
      throw invalid(`An evaluation may have ${mostReportBytes} bytes at most.`);
    }
    const parsed = evaluationReport.safeParse(parsedJson(await text(blob.stream)));
    if (!parsed.success) {
      const faults = parsed.error.issues
        .slice(0, 3)
        .map(({ path, message }) => `${path.join('.')}: ${message}`);
      throw invalid(`The evaluation is none: ${faults.join('; ')}.`);
    }
    if (parsed.data.task !== run.request.task)
      throw invalid(`The evaluation is of ${parsed.data.task}, the run of ${run.request.task}.`);
    if (!isSame(parsed.data.metrics, metrics)) throw invalid('Its metrics are not those of its evaluation.');
    return parsed.data;
  }

  /** Loads it as a device would. */
  async #model(run: KnownRun, { artifact, labels }: JobResult): Promise<ModelFacts> {
    const facts = await this.options.inspector.inspect(artifact.digest).catch((error: unknown) => {
      if (error instanceof DomainError && error.kind === 'unprocessable')
        throw invalid(`The artifact is no model that can be taken. ${error.message}`);
      throw error;
    });
    if (facts.task !== run.request.task)
      throw invalid(`The artifact is for ${facts.task}, the run for ${run.request.task}.`);
    const fits = facts.labels.every(({ name }, index) => {
      const label = labels[index];
      return label?.name === name || label?.key === name;
    });
    if (facts.labels.length !== labels.length || !fits)
      throw invalid("The labels are not those of the artifact's outputs, in their order.");
    return facts;
  }
}
