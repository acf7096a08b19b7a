import type { DeploymentTimeline } from '@tutti/contracts/deployment';
import { colourModel, startSystem, type System } from '@tutti/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, devicesOf, password, signIn } from './client';
import { becomes, importModel, rolledOutTo } from './deployment.client';
import { OwnAgent } from './own-agent';

const waits = { timeout: 60_000, interval: 100 };

let system: System;
let client: Client;
let agent: OwnAgent;
/** What judged last. */
let before: string | undefined;

beforeAll(async () => {
  system = await startSystem({ args: ['--no-agent'], env: { TUTTI_ADMIN_PASSWORD: password } });
  client = await signIn(system.url);
  agent = await OwnAgent.join(client);
});
afterAll(async () => {
  await agent.stop();
  await agent.remove();
  await system.dispose();
});

const modelOfDevice = async (): Promise<string | undefined> => (await devicesOf(client))[0]?.model?.name;

let sureness = 5;
/** Goes out to the edge, which dies where that stage has just been written down; each time another model. */
const diesAt = async (stage: string, bias = (sureness += 0.1)) => {
  await expect.poll(async () => (await devicesOf(client))[0]?.runtime, waits).toBe('inferencing');
  const model = await importModel(client, `Dies at ${stage}`, colourModel(bias));
  await agent.at({ stage });
  const rollout = await rolledOutTo(client, model);
  await agent.happened();
  return rollout;
};

const stepsOf = async (id: string): Promise<readonly string[]> =>
  (await client.get<DeploymentTimeline>(`deployments/${id}/timeline`)).items.map(({ status }) => status);

const installed = ['offered', 'accepted', 'downloaded', 'verified', 'warmed-up', 'active'];

describe('an edge that is killed (-9) in a deployment ends with a model that judges and a true report', () => {
  it.each(['accepted', 'downloading', 'downloaded', 'verified', 'warmed-up', 'soaking', 'ended'])(
    'at %s goes on, tells each step once, and confirms the model',
    async (stage) => {
      const { id } = await becomes(client, await diesAt(stage), 'confirmed');
      expect(await stepsOf(id)).toEqual([...installed, 'confirmed']);
      before = `Dies at ${stage}`;
      await expect.poll(modelOfDevice, waits).toBe(before);
    },
  );

  it('at warming-up does not try again what may have killed it, and what judged before judges', async () => {
    const { id, failure } = await becomes(client, await diesAt('warming-up'), 'failed');
    expect(failure).toMatchObject({ code: 'model.crashed' });
    expect(await stepsOf(id)).toEqual([...installed.slice(0, 4), 'failed']);
    await expect.poll(modelOfDevice, waits).toBe(before);
  });

  it('at restoring brings back what judged before, and says why', async () => {
    const { id, failure } = await becomes(client, await diesAt('restoring', 0), 'rolled-back');
    expect(failure).toMatchObject({ code: 'score.low' });
    expect(await stepsOf(id)).toEqual([...installed, 'rolled-back']);
    await expect.poll(modelOfDevice, waits).toBe(before);
  });
});
