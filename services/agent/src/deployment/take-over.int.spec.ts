import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RunningAgent, startAgent } from '../agent';
import { loadConfig } from '../config';
import { wishFor } from '../testing/deployable';
import { colourModel } from '../testing/sample-model';
import { until } from '../testing/until';
import { deploymentState, noDeployments } from './deployment-state';
import { ModelStore } from './model-store';
import { activated, took } from './transitions';

const lids = colourModel({ name: 'lids' });
const wish = wishFor(lids);

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'tutti-take-over-'));
  for (const name of ['models', 'images']) await mkdir(join(root, name));
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** A model on trial, left by a process that stopped in good order, or died. */
async function leave(holder: string | null): Promise<void> {
  const files = new ModelStore(join(root, 'data'));
  await files.create();
  await writeFile(files.fileOf(wish.model).path, lids);
  const onTrial = activated(took(noDeployments, wish, { startAt: 0, holder }));
  await writeFile(join(root, 'data', 'deployment.json'), JSON.stringify(onTrial));
}

const left = async () =>
  deploymentState.parse(JSON.parse(await readFile(join(root, 'data', 'deployment.json'), 'utf8'))).open;

function start(port = 0): Promise<RunningAgent> {
  const [data, models, images] = ['data', 'models', 'images'].map((name) => join(root, name));
  return startAgent(loadConfig({ data, models, images, port }, {}), { log: pino({ level: 'silent' }) });
}

async function startInVain(): Promise<void> {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  await expect(start(port)).rejects.toThrow(String(port));
  taken.close();
}

async function judgeAndStop(): Promise<void> {
  const agent = await start();
  await until('it judges', () => agent.state().runtime === 'ready');
  await agent.stop();
}

describe('a model on trial', () => {
  it('is not to blame for starts that fail, nor for stops in good order, with no platform either', async () => {
    await leave(null);
    for (let time = 0; time < 2; time++) {
      await startInVain();
      await judgeAndStop();
    }
    expect(await left()).toMatchObject({ stage: 'soaking', crashes: 0, holder: null });
  });

  it('is to blame once for one death, however often a start fails after it', async () => {
    await leave('somebody');
    await startInVain();
    await startInVain();
    await judgeAndStop();
    expect(await left()).toMatchObject({ stage: 'soaking', crashes: 1, holder: null });
  });
});
