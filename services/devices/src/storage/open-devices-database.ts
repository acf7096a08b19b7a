import { openDatabase } from '@tutti/database';
import { runtimeEntities, runtimeMigrations } from '@tutti/runtime';
import { usedTokenTable } from '@tutti/service-kit';
import type { DataSource } from 'typeorm';
import { deviceListTable } from '../device/device-list.table';
import { commandFileTable } from '../device-command/command-file.table';
import { commandProgressTable } from '../device-command/command-progress.table';
import { deviceCommandListTable } from '../device-command/device-command-list.table';
import { deviceGroupListTable } from '../device-group/device-group-list.table';
import { enrolmentTokenListTable } from '../enrolment-token/enrolment-token-list.table';
import { failureTable } from '../failure/failure.table';
import { inferenceRollupTable } from '../inference/inference.rollup';
import { inferenceTable } from '../inference/inference.table';
import { AddSampling1795392000160 } from '../migrations/add-sampling.migration';
import { CarryStatus1795392000150 } from '../migrations/carry-status.migration';
import { CreateDeviceCommands1795392000110 } from '../migrations/create-commands.migration';
import { CreateDeviceGroups1795392000130 } from '../migrations/create-groups.migration';
import { CreateRollups1795392000102 } from '../migrations/create-rollups.migration';
import { CreateTelemetry1795392000101 } from '../migrations/create-telemetry.migration';
import { CreateUsedTokens1795392000120 } from '../migrations/create-used-tokens.migration';
import { CreateDeviceViews1795392000100 } from '../migrations/create-views.migration';
import { IndexDeviceSearch1795392000140 } from '../migrations/index-search.migration';
import { previewTable } from '../preview/preview.table';
import { revocationTable } from '../revocation/revocation.table';
import { rollupStateTable } from '../rollup/rollup-state.table';
import { deviceStatusTable } from '../status/device-status.table';
import { vitalsRollupTable } from '../vitals/vitals.rollup';
import { vitalsTable } from '../vitals/vitals.table';
import { warningTable } from '../warning/warning.table';

const views = [
  deviceListTable,
  enrolmentTokenListTable,
  revocationTable,
  deviceGroupListTable,
  deviceCommandListTable,
];
const primary = [
  deviceStatusTable,
  inferenceTable,
  failureTable,
  vitalsTable,
  previewTable,
  commandProgressTable,
  commandFileTable,
  usedTokenTable,
  warningTable,
];
const rollups = [inferenceRollupTable, vitalsRollupTable, rollupStateTable];

/** In the order in which they came. */
export const devicesMigrations = [
  ...runtimeMigrations,
  CreateDeviceViews1795392000100,
  CreateTelemetry1795392000101,
  CreateRollups1795392000102,
  CreateDeviceCommands1795392000110,
  CreateUsedTokens1795392000120,
  CreateDeviceGroups1795392000130,
  IndexDeviceSearch1795392000140,
  CarryStatus1795392000150,
  AddSampling1795392000160,
];

export const openDevicesDatabase = (url: string, migrations = devicesMigrations): Promise<DataSource> =>
  openDatabase({
    name: 'devices',
    url,
    entities: [...runtimeEntities, ...views, ...primary, ...rollups],
    migrations,
  });
