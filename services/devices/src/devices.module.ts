import { Inject, Module, type DynamicModule, type OnModuleDestroy } from '@nestjs/common';
import { DEVICE_VERIFIER, Readiness } from '@tutti/service-kit';
import { DeviceRecordsController } from './device/device-records.controller';
import { DeviceController } from './device/device.controller';
import { EnrolmentController } from './enrolment/enrolment.controller';
import { EnrolmentTokenController } from './enrolment-token/enrolment-token.controller';
import { InferenceController } from './inference/inference.controller';
import { Devices } from './open-devices';
import { DOORS } from './open-doors';
import { PreviewController } from './preview/preview.controller';

/** Doors of the devices service; also provides the application's `DEVICE_VERIFIER`. Closes it when it is destroyed. */
@Module({})
export class DevicesModule implements OnModuleDestroy {
  constructor(
    @Inject(Devices) private readonly devices: Devices,
    @Inject(Readiness) readiness: Readiness,
  ) {
    const { base, intake } = devices.parts;
    const all = () => [
      ...Object.values(base.projections).map((runner) => runner.status()),
      ...intake.status(),
    ];
    for (const { name } of all())
      readiness.register({
        name: `devices.${name}`,
        check: async () => {
          const status = all().find((one) => one.name === name);
          const detail = status?.error ?? undefined;
          return { ok: status?.ready ?? false, ...(detail === undefined ? {} : { detail }) };
        },
      });
  }

  static register(devices: Devices): DynamicModule {
    return {
      module: DevicesModule,
      controllers: [
        DeviceController,
        DeviceRecordsController,
        PreviewController,
        EnrolmentController,
        EnrolmentTokenController,
        InferenceController,
      ],
      providers: [
        { provide: Devices, useValue: devices },
        { provide: DOORS, useValue: devices.parts.doors },
        { provide: DEVICE_VERIFIER, useValue: devices.parts.doors.verifier },
      ],
    };
  }

  async onModuleDestroy(): Promise<void> {
    await this.devices.close();
  }
}
