import type { Aggregates } from '@tutti/event-store';
import type { Clock } from '@tutti/kernel';
import type { EffectContext, EffectHandlers } from '@tutti/runtime';
import type { DeviceTwin } from '@tutti/service-kit';
import { deviceCommandDecider, type DeviceCommandCommand } from './device-command.decider';
import type { TwinEffect } from './device-twin.process';

export interface TwinEffectOptions {
  readonly twin: DeviceTwin;
  readonly aggregates: Aggregates;
  readonly clock: Clock;
}

/** What the process of the twin asks for, done. */
export const twinEffects = ({ twin, aggregates, clock }: TwinEffectOptions): EffectHandlers<TwinEffect> => {
  const tell = async (
    id: string,
    command: DeviceCommandCommand,
    { id: commandId, metadata }: EffectContext,
  ): Promise<void> => {
    await aggregates.handle(deviceCommandDecider, id, command, { commandId, metadata });
  };
  return {
    WriteCommands: ({ deviceId, commands, position }) =>
      twin.wish({ deviceId, key: 'commands', content: { commands: [...commands] }, position }),
    ExpireCommand: ({ commandId }, context) =>
      tell(commandId, { type: 'ExpireCommand', at: clock.now() }, context),
    EndCommand: ({ commandId, cause }, context) => tell(commandId, { type: 'EndCommand', cause }, context),
  };
};
