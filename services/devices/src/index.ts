export { devicesConfig, devicesSettings, usualSettings } from './config';
export { DevicesModule } from './devices.module';
export { Devices, type DevicesOptions } from './open-devices';
export type { DevicesSettings } from './settings';
