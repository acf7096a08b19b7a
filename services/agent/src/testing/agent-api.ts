import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pino } from 'pino';
import { ModelManager, type ModelManagerOptions } from '../engine/model-manager';
import { Gate } from '../http/gate';
import { listen } from '../http/listen';
import { createHttpServer } from '../http/server';
import { InferenceService } from '../inference/inference-service';
import { PictureService } from '../inference/picture-service';
import { Journal } from '../journal/journal';
import { Metrics } from '../metrics';
import { Recorder } from '../pipeline/recorder';
import { writeSettled } from './sample-picture';

export interface ApiSetup extends Pick<ModelManagerOptions, 'wanted' | 'limits'> {
  /** Files of the model folder by their path in it. */
  readonly models?: Readonly<Record<string, Uint8Array>>;
  readonly token?: string | undefined;
  readonly maxRequests?: number | undefined;
}

export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly bytes: Buffer;
  readonly headers: Headers;
}

export interface AgentApi extends AsyncDisposable {
  readonly url: string;
  readonly folder: string;
  readonly journal: Journal;
  readonly models: ModelManager;
  readonly inference: InferenceService;
  readonly metrics: Metrics;
  readonly gate: Gate;
  readonly call: (path: string, init?: RequestInit) => Promise<Answer>;
  readonly post: (path: string, body: unknown) => Promise<Answer>;
  readonly put: (path: string, content: Uint8Array | string) => Promise<void>;
}

/** The agent's API over real models and a real journal, without a platform. */
export async function startApi(setup: ApiSetup = {}): Promise<AgentApi> {
  const { models: files = {}, token, maxRequests = 4, ...options } = setup;
  const folder = await mkdtemp(join(tmpdir(), 'tutti-api-'));
  const log = pino({ level: 'silent' });
  const put: AgentApi['put'] = async (path, content) => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeSettled(join(folder, path), content);
  };
  for (const [path, bytes] of Object.entries(files)) await put(path, bytes);
  const models = new ModelManager({ folder, checkEveryMs: 1000, threads: 1, log, ...options });
  await models.check();
  const metrics = new Metrics();
  const journal = await Journal.open({
    folder: join(folder, '.journal'),
    maxBytes: 1 << 24,
    maxAgeMs: 1e12,
    onTrouble: () => undefined,
  });
  const recorder = new Recorder({ journal, metrics, sendResults: true, faults: {} });
  const pictures = new PictureService({
    models,
    recorder,
    previews: undefined,
    sampler: undefined,
    metrics,
    now: Date.now,
  });
  const inference = new InferenceService({ models, pictures, metrics });
  const gate = new Gate(maxRequests);
  const agentVersion = '0.1.0';
  const server = createHttpServer({ models, pictures, inference, metrics, token, gate, agentVersion, log });
  const url = await listen(server, { host: '127.0.0.1', port: 0 });
  const call: AgentApi['call'] = async (path, init) => answerOf(await fetch(url + path, init));
  const post: AgentApi['post'] = (path, body) =>
    call(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const close = async (): Promise<void> => {
    await server.close();
    await journal.close();
    await models.close();
    await rm(folder, { recursive: true, force: true });
  };
  const parts = { url, folder, journal, models, inference, metrics, gate };
  return { ...parts, call, post, put, [Symbol.asyncDispose]: close };
}

async function answerOf(response: Response): Promise<Answer> {
  const bytes = Buffer.from(await response.arrayBuffer());
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  const body = (isJson ? JSON.parse(bytes.toString()) : { text: bytes.toString() }) as Record<
    string,
    unknown
  >;
  return { status: response.status, body, bytes, headers: response.headers };
}
