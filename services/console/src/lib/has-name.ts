import type { Device } from '@tutti/contracts/devices';

/** A device that nobody named is called by its serial number. */
export const hasName = ({ name, serial }: Pick<Device, 'name' | 'serial'>): boolean => name !== serial;
