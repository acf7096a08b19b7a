import type { Device } from '@tutti/contracts/devices';
import { hasName } from '../../lib/has-name';
import { Serial } from './serial';

/** What a device is called, in a list. */
export const DeviceTitle = ({ device }: { readonly device: Pick<Device, 'name' | 'serial'> }) =>
  hasName(device) ? device.name : <Serial value={device.serial} />;
