import { openBlobs, type Foundation, type OpenService, type Service } from '@tutti/service-kit';
import { devicesSettings, type DevicesConfig } from './config';
import { DevicesModule } from './devices.module';
import { Devices } from './open-devices';

export interface OpenDevices extends OpenService {
  readonly devices: Devices;
}

interface Places {
  readonly BLOBS: string;
}

const natsUrlsOf = ({ entrance, natsUrl }: Foundation): readonly string[] => {
  const told = entrance?.natsUrls() ?? [];
  return told.length > 0 ? told : natsUrl.split(',');
};

/** The devices service, for the process that mounts it. */
export const devicesService: Service<DevicesConfig & Places, OpenDevices> = {
  name: 'devices',
  open: async (foundation, config) => {
    const devices = await Devices.open({
      ...foundation,
      revoker: await foundation.connect('revoker'),
      natsUrls: config.DEVICE_NATS_URLS?.split(',') ?? natsUrlsOf(foundation),
      blobs: await openBlobs(config.BLOBS, { connection: foundation.connection, service: 'devices' }),
      settings: devicesSettings(config),
    });
    return { devices, module: DevicesModule.register(devices), runners: devices.runners };
  },
};
