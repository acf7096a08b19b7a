import { jetstream } from '@nats-io/jetstream';
import { openBucket } from '@tutti/nats-server';
import { jetStreamDeadLetters, ProcessRunner } from '@tutti/runtime';
import { DeviceTwin, tracedWork } from '@tutti/service-kit';
import type { Foundation } from '../open-devices';
import { CommandDesk } from './command-desk';
import { CommandFiles } from './command-files';
import { CommandReports } from './command-reports';
import { DeviceCommandView } from './device-command.view';
import { deviceSettingsProcess } from '../device-settings/device-settings.process';
import { deviceTwinProcess } from './device-twin.process';
import { twinEffects } from './twin-effects';

/** Everything about commands to devices and their twins. The runners are the caller's to start and to stop. */
export const openDeviceCommands = async (base: Foundation) => {
  const { aggregates, clock, connection, database, log, logger, projections, replicaId, settings } = base;
  const view = new DeviceCommandView(database, projections.deviceCommands);
  const files = new CommandFiles({ ...base, perDay: settings.commands.filesPerDay });
  const { perMinute } = settings.commands;
  const nudge = (deviceId: string): void => connection.publish(`nudge.${deviceId}`);
  const twin = new DeviceTwin(await openBucket(connection, 'twin'), log.incarnation, nudge);
  const { around, aroundEffect } = tracedWork(base.registry);
  const deadLetters = jetStreamDeadLetters(jetstream(connection, { checkAPI: false }));
  const common = { log, database, replicaId, clock, logger, deadLetters, around, aroundEffect };
  const runner = new ProcessRunner({
    ...common,
    service: 'devices',
    process: deviceTwinProcess,
    handlers: twinEffects({ twin, aggregates, clock }),
  });
  const settingsRunner = new ProcessRunner({
    ...common,
    service: 'devices',
    process: deviceSettingsProcess,
    handlers: {
      WriteSettings: ({ deviceId, settings, position }) =>
        twin.wish({ deviceId, key: 'settings', content: { settings }, position }),
    },
  });
  return {
    view,
    files,
    desk: new CommandDesk({ aggregates, log, view, files, clock, perMinute }),
    reports: new CommandReports({ database, aggregates, logger }),
    runner,
    settingsRunner,
  };
};

export type DeviceCommandParts = Awaited<ReturnType<typeof openDeviceCommands>>;
