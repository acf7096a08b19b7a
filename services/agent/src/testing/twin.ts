import { randomUUID } from 'node:crypto';
import { jetstream } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import type { DeploymentReport, TwinWish } from '@tutti/contracts/deployment';
import type {
  CommandOrder,
  CommandReport,
  DeviceSettings,
  TwinCommand,
  TwinHead,
} from '@tutti/contracts/devices';
import { received } from './received';

/** The platform's hand on a device's twin. */
export class Twin {
  private position = 0;
  private head: TwinHead = {};

  constructor(
    private readonly core: NatsConnection,
    private readonly deviceId: string,
  ) {}

  /** What the device is to do from now on. `nudge: false` leaves it to find out. */
  async wish(commands: readonly unknown[], nudge = true): Promise<void> {
    await this.put('commands', { commands });
    if (nudge) this.core.publish(`nudge.${this.deviceId}`);
  }

  /** What is set for the device from now on. */
  async set(settings: DeviceSettings): Promise<void> {
    await this.put('settings', { settings });
    this.core.publish(`nudge.${this.deviceId}`);
  }

  /** Which model the device is to have from now on. */
  async deploy(wish: TwinWish | null): Promise<void> {
    await this.put('models', { wish });
    this.core.publish(`nudge.${this.deviceId}`);
  }

  private async put(key: string, content: object): Promise<void> {
    const log = jetstream(this.core, { checkAPI: false });
    const position = ++this.position;
    const write = (name: string, value: object) =>
      log.publish(`$KV.twin.${this.deviceId}.${name}`, JSON.stringify(value));
    await write(key, { incarnation: 'test', position, ...content });
    this.head = { ...this.head, [key]: `test:${position}` };
    await write('head', this.head);
  }

  /** What the device reported of a command, in order, repeats included. */
  async reports(commandId: string): Promise<CommandReport[]> {
    const batches = await received(this.core, this.deviceId, 'reported');
    return batches.flatMap(({ entries }) =>
      entries.flatMap((entry) =>
        entry.topic === 'command' && entry.commandId === commandId ? [entry.report] : [],
      ),
    );
  }

  async states(commandId: string): Promise<string[]> {
    return (await this.reports(commandId)).map(({ state }) => state);
  }

  /** What it reported of a deployment, in order, without what is mere progress. */
  async deploymentReports(deploymentId: string): Promise<DeploymentReport[]> {
    const batches = await received(this.core, this.deviceId, 'reported');
    return batches.flatMap(({ entries }) =>
      entries.flatMap((entry) =>
        entry.topic === 'deployment' && entry.deploymentId === deploymentId && !isProgress(entry.report)
          ? [entry.report]
          : [],
      ),
    );
  }
}

export const isProgress = ({ state }: DeploymentReport): boolean =>
  state === 'downloading' || state === 'soaking';

export const command = (order: CommandOrder, changes: Partial<TwinCommand> = {}): TwinCommand => ({
  id: randomUUID(),
  order,
  deadline: new Date(Date.now() + 60_000).toISOString(),
  ...changes,
});
