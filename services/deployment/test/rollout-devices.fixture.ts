import type {
  Deployment,
  DeploymentReport,
  GroupPolicy,
  GroupSize,
  Rollout,
} from '@tutti/contracts/deployment';
import { expect } from 'vitest';
import type { Fleet } from './deployment.fixture';

interface List<Item> {
  readonly items: readonly Item[];
}

export const said = {
  has: { state: 'already-installed' },
  fails: {
    state: 'failed',
    step: 'download',
    failure: { code: 'disk.full', message: 'There is no room for it.' },
  },
} as const satisfies Record<string, DeploymentReport>;

export const groupOf = (
  name: string,
  size: GroupSize,
  more: Partial<GroupPolicy> = {},
): GroupPolicy & { readonly size: GroupSize } => ({
  name,
  size,
  successPercent: 100,
  onSuccess: 'next-group',
  error: { kind: 'percent', percent: 50 },
  ...more,
});

export const rest: GroupSize = { kind: 'percent', percent: 100 };
export const number = (count: number): GroupSize => ({ kind: 'count', count });

/** Devices of a rollout as the tests play them: what they are offered, and what they say to it. */
export class RolloutDevices {
  constructor(private readonly fleet: Fleet) {}

  async plan(json: Readonly<Record<string, unknown>>): Promise<Rollout> {
    return this.fleet.ok<Rollout>('POST /rollouts', { json });
  }

  /** Planned, and started at once. */
  async start(json: Readonly<Record<string, unknown>>): Promise<Rollout> {
    const { id } = await this.plan(json);
    const { body } = await this.fleet.change<Rollout>(`POST /rollouts/${id}/start`, `/rollouts/${id}`);
    expect(body).toMatchObject({ status: 'running' });
    return body;
  }

  show(id: string): Promise<Rollout> {
    return this.fleet.ok<Rollout>(`GET /rollouts/${id}`);
  }

  /** Waits until it stands so. */
  until(id: string, standing: object): Promise<Rollout> {
    return this.fleet.eventually(async () => {
      const rollout = await this.show(id);
      expect(rollout).toMatchObject(standing);
      return rollout;
    });
  }

  async deployments(id: string, more = ''): Promise<readonly Deployment[]> {
    const { items } = await this.fleet.ok<List<Deployment>>(
      `GET /deployments?pageSize=500&q=rolloutId==${id}${more}`,
    );
    return items;
  }

  /** Waits until so many devices have an offer that nobody has answered. */
  offered(id: string, devices: number): Promise<readonly Deployment[]> {
    return this.fleet.eventually(async () => {
      const items = await this.deployments(id, ';status==offered');
      expect(items).toHaveLength(devices);
      return items;
    });
  }

  async say(deployments: readonly Deployment[], report: DeploymentReport): Promise<void> {
    for (const { id: deploymentId, deviceId } of deployments)
      await this.fleet.hears(deviceId, 'reported', { topic: 'deployment', deploymentId, report });
  }

  /** Waits for so many offers, answers them, and waits until the answers are known. */
  async answer(id: string, devices: number, report: DeploymentReport): Promise<readonly Deployment[]> {
    const offers = await this.offered(id, devices);
    await this.say(offers, report);
    const answered = new Set(offers.map((one) => one.id));
    await this.fleet.eventually(async () => {
      const open = await this.deployments(id, ';status==offered');
      expect(open.filter((one) => answered.has(one.id))).toEqual([]);
    });
    return offers;
  }
}
