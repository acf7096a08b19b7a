export { devicesConfig, devicesProcessConfig, devicesSettings, usualSettings } from './config';
export { DevicesModule } from './devices.module';
export { devicesService } from './devices.service';
export { Devices, type DevicesOptions } from './open-devices';
export type { DevicesSettings } from './settings';
export { tokenForLocalAgent } from './enrolment-token/local-token';
export { devicesReadModels } from './open-projections';
export { openDevicesDatabase } from './storage/open-devices-database';
