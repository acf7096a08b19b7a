import { execFileSync, spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Deployment, DeploymentTimeline, PlanRollout, Rollout } from '@tutti/contracts/deployment';
import type { Device } from '@tutti/contracts/devices';
import type { Model } from '@tutti/contracts/training';
import { startSystem, type System } from '@tutti/testing';
import { decodeModel, encodeModel } from '@tutti/vision';
import { type Figure, median, report } from './report';

/**
 * From the offer of a model to its confirmation on real agents, step by step as the timeline has it: three processes on
 * one machine that judge pictures, each with the starter's model, to which a copy of it is rolled out.
 */

const agents = 3;
const results = 20;
const patienceMs = 120_000;
const password = 'correct horse battery';

const starter = JSON.parse(
  execFileSync(process.execPath, ['infra/dev/models.mjs', '--json', '--only', 'starter'], {
    encoding: 'utf8',
  })
    .split('\n')
    .findLast((line) => line.startsWith('{')) ?? '',
) as { modelPath: string; picturesDir: string };

const until = async <T>(what: string, look: () => Promise<T | undefined>): Promise<T> => {
  const late = AbortSignal.timeout(patienceMs);
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (late.aborted) throw new Error(`It did not come to pass: ${what}`);
    await delay(50);
  }
};

/** The same model as another file. */
const copyOf = (model: Uint8Array): Uint8Array => {
  const copy = decodeModel(model);
  copy.producerName = 'somebody else';
  return encodeModel(copy);
};

class User {
  private constructor(
    private readonly url: string,
    private readonly authorization: string,
  ) {}

  static async signIn({ url }: System): Promise<User> {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ name: 'admin', password });
    const answer = await fetch(`${url}/api/v1/sessions`, { method: 'POST', headers, body });
    const { accessToken } = (await answer.json()) as { accessToken: string };
    return new User(url, `Bearer ${accessToken}`);
  }

  async call<Body>(method: string, path: string, json?: object, headers = {}): Promise<Body> {
    const body = json === undefined ? {} : { body: JSON.stringify(json) };
    const type = json === undefined ? {} : { 'content-type': 'application/json' };
    const answer = await this.fetch(path, { method, headers: { ...type, ...headers }, ...body });
    return (await answer.json()) as Body;
  }

  async importModel(name: string, content: Uint8Array): Promise<Model> {
    const tus = { 'tus-resumable': '1.0.0' };
    const length = { ...tus, 'upload-length': String(content.length) };
    const begun = await this.fetch('model-uploads', { method: 'POST', headers: length });
    const uploadId = begun.headers.get('location')?.split('/').at(-1) ?? '';
    await this.fetch(`model-uploads/${uploadId}`, {
      method: 'PATCH',
      headers: { ...tus, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
      body: Buffer.from(content),
    });
    const { id } = await this.call<Model>('POST', 'models', { uploadId, name });
    return until('the model is signed', async () => {
      const model = await this.call<Model>('GET', `models/${id}`);
      return model.signed === null ? undefined : model;
    });
  }

  private async fetch(path: string, request: RequestInit & { headers: Record<string, string> }) {
    const headers = { ...request.headers, authorization: this.authorization };
    const answer = await fetch(`${this.url}/api/v1/${path}`, { ...request, headers });
    if (answer.ok) return answer;
    throw new Error(`${request.method} ${path}: ${answer.status} ${await answer.text()}`);
  }
}

const startAgents = async (user: User, url: string, place: string): Promise<() => Promise<void>> => {
  const { token } = await user.call<{ token: string }>('POST', 'enrolment-tokens', {
    ...{ ttlSeconds: 3600, maxUses: agents, autoAccept: true },
  });
  const models = join(place, 'models');
  mkdirSync(models);
  copyFileSync(starter.modelPath, join(models, basename(starter.modelPath)));
  const children = Array.from({ length: agents }, (_, agent) => {
    const own = ['--serial', `bench-${agent}`, '--data', join(place, `agent-${agent}`), '--port', '0'];
    const work = ['--models', models, '--images', starter.picturesDir, '--threads', '1'];
    const flags = ['--url', url, '--token', token, ...own, ...work, '--log-level', 'error'];
    return spawn(process.execPath, ['infra/dev/agent.mjs', ...flags], { stdio: 'inherit' });
  });
  return async () => {
    const ended = children.map((child) => new Promise((resolve) => child.once('exit', resolve)));
    for (const child of children) child.kill('SIGTERM');
    await Promise.all(ended);
  };
};

const measure = async (user: User, modelId: string): Promise<readonly Figure[]> => {
  await until('all agents judge', async () => {
    const { items } = await user.call<{ items: Device[] }>('GET', 'devices');
    return items.filter(({ model }) => model !== null).length === agents ? items : undefined;
  });
  const plan: PlanRollout = {
    name: 'Bench',
    modelId,
    target: { kind: 'filter', filter: 'serial==bench-*' },
    confirmation: { results, minutes: 30, whenSilent: 'roll-back' },
  };
  const began = performance.now();
  const { id, version } = await user.call<Rollout>('POST', 'rollouts', plan);
  await user.call<Rollout>('POST', `rollouts/${id}/start`, {}, { 'if-match': `"${version}"` });
  await until('the rollout is finished', async () => {
    const { status, counts } = await user.call<Rollout>('GET', `rollouts/${id}`);
    if (counts.failed > 0) throw new Error(`${counts.failed} devices failed.`);
    return status === 'finished' ? status : undefined;
  });
  const seconds = (performance.now() - began) / 1000;
  const { items } = await user.call<{ items: Deployment[] }>('GET', `deployments?q=rolloutId==${id}`);
  const timelines = await Promise.all(
    items.map((deployment) => user.call<DeploymentTimeline>('GET', `deployments/${deployment.id}/timeline`)),
  );
  const steps = timelines[0]?.items.map(({ status }) => status) ?? [];
  const of = (step: string): number =>
    median(timelines.map((each) => each.items.find(({ status }) => status === step)?.seconds ?? NaN));
  const whole = timelines.map((each) => each.items.reduce((sum, moment) => sum + moment.seconds, 0));
  return [
    ...steps.slice(1).map((step) => ({
      name: `until ${step}${step === 'confirmed' ? ` (${results} results at 2 pictures/s)` : ''}, median`,
      value: of(step),
      unit: 's',
    })),
    { name: 'offer to confirmation, median', value: median(whole), unit: 's' },
    { name: `plan to the end of a rollout to ${agents} devices`, value: seconds, unit: 's' },
  ];
};

const place = await mkdtemp(join(tmpdir(), 'tutti-bench-'));
const system = await startSystem({ args: ['--no-agent'], env: { TUTTI_ADMIN_PASSWORD: password } });
const user = await User.signIn(system);
const model = await user.importModel('Digits', copyOf(readFileSync(starter.modelPath)));
const stopAgents = await startAgents(user, system.url, place);
const figures = await measure(user, model.id);
await stopAgents();
await system.dispose();
await rm(place, { recursive: true });
report('deployment-agents', figures);
process.exit();
