import { openDatabase } from '@tutti/database';
import { runtimeEntities, runtimeMigrations } from '@tutti/runtime';
import type { DataSource } from 'typeorm';
import { deviceListTable } from '../device/device-list.table';
import { enrolmentTokenListTable } from '../enrolment-token/enrolment-token-list.table';
import { failureTable } from '../failure/failure.table';
import { inferenceTable } from '../inference/inference.table';
import { CreateTelemetry1795392000101 } from '../migrations/create-telemetry.migration';
import { CreateDeviceViews1795392000100 } from '../migrations/create-views.migration';
import { previewTable } from '../preview/preview.table';
import { revocationTable } from '../revocation/revocation.table';
import { deviceStatusTable } from '../status/device-status.table';
import { vitalsTable } from '../vitals/vitals.table';

const views = [deviceListTable, enrolmentTokenListTable, revocationTable];
const primary = [deviceStatusTable, inferenceTable, failureTable, vitalsTable, previewTable];

export const openDevicesDatabase = (url: string): Promise<DataSource> =>
  openDatabase({
    name: 'devices',
    url,
    entities: [...runtimeEntities, ...views, ...primary],
    migrations: [...runtimeMigrations, CreateDeviceViews1795392000100, CreateTelemetry1795392000101],
  });
