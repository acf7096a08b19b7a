import { randomUUID } from 'node:crypto';
import { jetstream } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import type { CommandOrder, CommandReport, TwinCommand } from '@tutti/contracts/devices';
import { received } from './received';

/** The platform's hand on a device's twin. */
export class Twin {
  private position = 0;

  constructor(
    private readonly core: NatsConnection,
    private readonly deviceId: string,
  ) {}

  /** What the device is to do from now on. `nudge: false` leaves it to find out. */
  async wish(commands: readonly unknown[], nudge = true): Promise<void> {
    const log = jetstream(this.core, { checkAPI: false });
    const position = ++this.position;
    const put = (key: string, value: object) =>
      log.publish(`$KV.twin.${this.deviceId}.${key}`, JSON.stringify(value));
    await put('commands', { incarnation: 'test', position, commands });
    await put('head', { commands: `test:${position}` });
    if (nudge) this.core.publish(`nudge.${this.deviceId}`);
  }

  /** What the device reported of a command, in order, repeats included. */
  async reports(commandId: string): Promise<CommandReport[]> {
    const batches = await received(this.core, this.deviceId, 'reported');
    return batches.flatMap(({ entries }) =>
      entries.filter((entry) => entry.commandId === commandId).map(({ report }) => report),
    );
  }

  async states(commandId: string): Promise<string[]> {
    return (await this.reports(commandId)).map(({ state }) => state);
  }
}

export const command = (order: CommandOrder, changes: Partial<TwinCommand> = {}): TwinCommand => ({
  id: randomUUID(),
  order,
  deadline: new Date(Date.now() + 60_000).toISOString(),
  ...changes,
});
