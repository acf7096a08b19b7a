import type { Readable } from 'node:stream';
import type { CommandOrder, CommandPicture, IssueDeviceCommand } from '@tutti/contracts/devices';
import { Mutex } from '@tutti/database';
import type { Aggregates, EventLog, Handled, HandleOptions } from '@tutti/event-store';
import type { Clock } from '@tutti/kernel';
import { RateLimiter } from '@tutti/service-kit';
import { deviceDecider } from '../device/device.decider';
import { gone, type CommandFiles, type OpenFile } from './command-files';
import { commandRefused, noSuchCommand } from './command-refusal.decider';
import { deviceCommandListProjection } from './device-command-list.projection';
import { deviceCommandDecider } from './device-command.decider';
import { isOpen, type DeviceCommandState, type OpenCommand } from './device-command.state';
import type { DeviceCommandView } from './device-command.view';

export interface CommandDeskOptions {
  readonly aggregates: Aggregates;
  readonly log: EventLog;
  readonly view: DeviceCommandView;
  readonly files: CommandFiles;
  readonly clock: Clock;
  /** Commands that one person may issue in a minute. */
  readonly perMinute: number;
}

const usualLogLines = 1000;
const deviceOwner = (deviceId: string): string => `device:${deviceId}`;

/** Where people order what devices shall do, and where both sides fetch what belongs to an order. */
export class CommandDesk {
  readonly #limiter: RateLimiter;
  /** Who counts what is open adds to it before the next one counts. */
  readonly #counting = new Mutex();

  constructor(private readonly options: CommandDeskOptions) {
    const { perMinute, clock } = options;
    this.#limiter = new RateLimiter({ capacity: perMinute, refillPerSecond: perMinute / 60 }, clock);
  }

  /** `issuer` is who sent the picture: `user:<id>`. */
  async issue(
    id: string,
    wanted: IssueDeviceCommand,
    issuer: string,
    options: HandleOptions,
  ): Promise<Handled<DeviceCommandState>> {
    this.#limiter.take(issuer);
    const { aggregates, files, clock } = this.options;
    const { deviceId, expiresInSeconds } = wanted;
    const order = await orderOf(wanted, (sha256) => files.use(issuer, sha256));
    const device = (await aggregates.load(deviceDecider, deviceId)).state.status;
    return this.#counting.run(async () => {
      const facts = { at: clock.now(), device, open: await this.#open(deviceId) };
      const command = { type: 'IssueCommand', deviceId, order, expiresInSeconds, ...facts } as const;
      return aggregates.handle(deviceCommandDecider, id, command, options);
    });
  }

  cancel(id: string, force: boolean, options: HandleOptions): Promise<Handled<DeviceCommandState>> {
    return this.options.aggregates.handle(
      deviceCommandDecider,
      id,
      { type: 'CancelCommand', force },
      options,
    );
  }

  /** The picture that was to be judged, for people. */
  async picture(id: string): Promise<OpenFile> {
    const { order } = await this.#existing(id);
    if (order.kind !== 'infer') throw gone();
    return this.options.files.openPicture(order.picture);
  }

  /** The log lines that a device sent, for people. */
  async logs(id: string): Promise<OpenFile> {
    const state = await this.#existing(id);
    if (isOpen(state) || state.logs === undefined) throw gone();
    return this.options.files.openLogs(deviceOwner(state.deviceId), state.logs);
  }

  /** The picture that a device is to judge: for this device, for as long as it is to do so. */
  async pictureFor(deviceId: string, id: string): Promise<OpenFile> {
    const { order } = await this.#running(deviceId, id);
    if (order.kind !== 'infer') throw gone();
    return this.options.files.openPicture(order.picture);
  }

  /** Takes the log lines of a device that was asked for them. */
  async takeLogs(deviceId: string, id: string, sha256: string, body: Readable): Promise<void> {
    const { order } = await this.#running(deviceId, id);
    if (order.kind !== 'collect-logs')
      throw commandRefused('device-command.report-invalid', 'This command does not ask for log lines.');
    await this.options.files.putLogs(deviceOwner(deviceId), sha256, body);
  }

  async #existing(id: string): Promise<Exclude<DeviceCommandState, { status: 'initial' }>> {
    const { state } = await this.options.aggregates.load(deviceCommandDecider, id);
    if (state.status === 'initial') throw noSuchCommand();
    return state;
  }

  async #running(deviceId: string, id: string): Promise<OpenCommand> {
    const state = await this.#existing(id);
    if (state.deviceId !== deviceId)
      throw commandRefused('device-command.not-yours', 'A device sees its own commands only.');
    if (!isOpen(state))
      throw commandRefused('device-command.not-running', `The command is closed: ${state.status}.`);
    return state;
  }

  /** Everything that was issued up to now counts. */
  async #open(deviceId: string): Promise<number> {
    const { log, view } = this.options;
    return view.open(deviceId, await log.lastPosition(deviceCommandListProjection.subjects));
  }
}

const orderOf = async (
  wanted: IssueDeviceCommand,
  picture: (sha256: string) => Promise<CommandPicture>,
): Promise<CommandOrder> => {
  switch (wanted.kind) {
    case 'infer':
      return { kind: 'infer', picture: await picture(wanted.picture) };
    case 'collect-logs':
      return { kind: 'collect-logs', lines: wanted.lines ?? usualLogLines };
    case 'reload-model':
    case 'restart-agent':
      return { kind: wanted.kind };
  }
};
