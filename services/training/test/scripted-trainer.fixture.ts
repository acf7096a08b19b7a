import { createHash } from 'node:crypto';
import { jetstream, type JsMsg } from '@nats-io/jetstream';
import {
  trainingJob,
  type ClaimAnswer,
  type EvaluationReport,
  type JobResult,
  type ReportAnswer,
  type TrainingJob,
} from '@tutti/contracts/training';
import { logNames, trainerApiPrefix, trainerConsumer } from '@tutti/nats-server';
import { expect } from 'vitest';
import { pictureModel } from './model-files.fixture';
import { answered } from '@tutti/testing';
import type { School } from './training.fixture';

export interface Said<Body = unknown> {
  readonly status: number;
  readonly code: string | undefined;
  readonly body: Body;
}

const steps = ['load', 'train', 'judge'];
const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Red, green and blue, in the order of the model's outputs. */
export const labels = ['red', 'green', 'blue'].map((name) => ({ key: name, name }));

export const evaluationOf = (accuracy: number, thumbnail: Uint8Array): EvaluationReport => ({
  format: 'tutti-evaluation/1',
  task: 'image-classification',
  part: 'test',
  metrics: { items: 60, accuracy },
  classes: labels.map(({ key, name }) => ({ key, name, support: 20, precision: 1, recall: accuracy, f1: 1 })),
  confusion: [
    [20, 0, 0],
    [0, 20, 0],
    [0, 0, 20],
  ],
  calibration: [],
  examples: [
    {
      itemId: null,
      datasetId: null,
      digest: 'e'.repeat(64),
      fileName: null,
      thumbnail: { digest: digestOf(thumbnail), bytes: thumbnail.length },
      loss: 1,
      truth: { key: 'red' },
      predicted: { key: 'blue', score: 0.9 },
    },
  ],
});

const contentOf = (
  body: unknown,
): { readonly type?: string; readonly body?: string | Buffer<ArrayBuffer> } => {
  if (body === undefined) return {};
  return body instanceof Uint8Array
    ? { type: 'application/octet-stream', body: Buffer.from(body) }
    : { type: 'application/json', body: JSON.stringify(body) };
};

/** A trainer that speaks the protocol as it is, and does what a spec tells it. */
export class ScriptedTrainer {
  private constructor(
    private readonly school: School,
    readonly job: TrainingJob,
    readonly message: JsMsg,
    readonly claimId: string,
  ) {}

  /** Takes the next job from the queue, as the NATS user of trainers; undefined when there is none. */
  static async next(
    school: School,
    claimId: string,
    kind = 'classifier',
  ): Promise<ScriptedTrainer | undefined> {
    const js = jetstream(await school.nats.connect('trainer'), {
      checkAPI: false,
      apiPrefix: trainerApiPrefix,
    });
    const consumer = await js.consumers.get(logNames.trainingJobs, trainerConsumer(kind));
    const message = await consumer.next({ expires: 1000 });
    return message
      ? new ScriptedTrainer(school, trainingJob.parse(message.json()), message, claimId)
      : undefined;
  }

  /** The same; there must be one, soon. */
  static async take(school: School, claimId: string, kind?: string): Promise<ScriptedTrainer> {
    const taken = await school.eventually(async () => {
      const found = await ScriptedTrainer.next(school, claimId, kind);
      expect(found).toBeDefined();
      return found;
    });
    if (!taken) throw new Error('No job came.');
    return taken;
  }

  /** Another program that got the same job. */
  as(claimId: string): ScriptedTrainer {
    return new ScriptedTrainer(this.school, this.job, this.message, claimId);
  }

  get runId(): string {
    return this.job.runId;
  }

  async send<Body>(
    request: string,
    body?: unknown,
    { ticket = this.job.ticket, runId = this.runId } = {},
  ): Promise<Said<Body>> {
    const [method = 'POST', path = ''] = request.split(' ');
    const { type, ...content } = contentOf(body);
    const headers = { authorization: `Bearer ${ticket}`, ...(type ? { 'content-type': type } : {}) };
    const url = `${this.school.url}/api/v1/jobs/${runId}/${path}`;
    const {
      status,
      body: answer,
      code,
    } = await answered<Body>(await fetch(url, { method, headers, ...content }));
    return { status, code, body: answer };
  }

  async claim(): Promise<ClaimAnswer> {
    const { claimId } = this;
    const said = await this.send<ClaimAnswer>('POST claim', { claimId, worker: 'spec', steps });
    expect(said).toMatchObject({ status: 200 });
    return said.body;
  }

  async report(seq: number, step: string, more: Record<string, unknown> = {}): Promise<ReportAnswer> {
    const { claimId } = this;
    const report = { claimId, seq, step, progress: null, ...more };
    const said = await this.send<ReportAnswer>('POST reports', report);
    expect(said).toMatchObject({ status: 200 });
    return said.body;
  }

  async put(bytes: Uint8Array): Promise<{ readonly digest: string; readonly bytes: number }> {
    const said = await this.send<{ digest: string; bytes: number }>('PUT files', bytes);
    expect(said).toMatchObject({ status: 200, body: { digest: digestOf(bytes), bytes: bytes.length } });
    return said.body;
  }

  /** Sends all files of a result, and answers with it. */
  async made({
    accuracy = 0.9,
    against,
  }: { readonly accuracy?: number; readonly against?: number } = {}): Promise<JobResult> {
    const thumbnail = Buffer.from('a small picture');
    await this.put(thumbnail);
    const judged = async (value: number) => {
      const report = evaluationOf(value, thumbnail);
      return { metrics: report.metrics, evaluation: await this.put(Buffer.from(JSON.stringify(report))) };
    };
    const artifact = await this.put(pictureModel());
    const own = await judged(accuracy);
    return {
      claimId: this.claimId,
      artifact,
      labels,
      ...own,
      variants: [{ precision: 'fp32', bytes: artifact.bytes, metrics: own.metrics }],
      baseline: against === undefined ? null : await judged(against),
      backbone: null,
      items: { train: 100, validation: 20, test: 60 },
      seconds: { load: 1, train: 2, judge: 3 },
    };
  }

  result(result: JobResult): Promise<Said> {
    return this.send('POST result', result);
  }

  release(): Promise<Said> {
    return this.send('POST release', { claimId: this.claimId });
  }

  fail(code = 'training.one-class', message = 'There is one class. Label another.'): Promise<Said> {
    return this.send('POST failure', { claimId: this.claimId, step: 'train', code, message });
  }
}
