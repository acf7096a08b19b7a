import { Inject, Module, type DynamicModule, type OnModuleDestroy } from '@nestjs/common';
import { AboutModule, DEVICE_VERIFIER, GRPC_SERVICES, RunnersModule } from '@tutti/service-kit';
import { CommandBytesController } from './device-command/command-bytes.controller';
import { DeviceCommandController } from './device-command/device-command.controller';
import { deviceCommandGrpc } from './device-command/device-command.grpc';
import { DeviceRecordsController } from './device/device-records.controller';
import { deviceRecordGrpc } from './device/device-records.grpc';
import { DeviceController } from './device/device.controller';
import { deviceGrpc } from './device/device.grpc';
import { DeviceGroupController } from './device-group/device-group.controller';
import { deviceGroupGrpc } from './device-group/device-group.grpc';
import { EnrolmentController } from './enrolment/enrolment.controller';
import { enrolmentGrpc } from './enrolment/enrolment.grpc';
import { EnrolmentTokenController } from './enrolment-token/enrolment-token.controller';
import { enrolmentTokenGrpc } from './enrolment-token/enrolment-token.grpc';
import { InferenceController } from './inference/inference.controller';
import { inferenceGrpc } from './inference/inference.grpc';
import { Devices } from './open-devices';
import { DOORS } from './open-doors';
import { PreviewController } from './preview/preview.controller';

const grpcServices = [
  deviceCommandGrpc,
  deviceGrpc,
  deviceGroupGrpc,
  deviceRecordGrpc,
  enrolmentGrpc,
  enrolmentTokenGrpc,
  inferenceGrpc,
];

/** Doors of the devices service; also provides the application's `DEVICE_VERIFIER`. Closes it when it is destroyed. */
@Module({})
export class DevicesModule implements OnModuleDestroy {
  constructor(@Inject(Devices) private readonly devices: Devices) {}

  static register(devices: Devices): DynamicModule {
    const { doors } = devices.parts;
    return {
      module: DevicesModule,
      imports: [
        RunnersModule.of('devices', devices.runners, devices.parts.base),
        AboutModule.of('devices', devices.parts.base),
      ],
      controllers: [
        DeviceController,
        DeviceRecordsController,
        DeviceGroupController,
        PreviewController,
        DeviceCommandController,
        CommandBytesController,
        EnrolmentController,
        EnrolmentTokenController,
        InferenceController,
      ],
      providers: [
        { provide: Devices, useValue: devices },
        { provide: DOORS, useValue: doors },
        { provide: GRPC_SERVICES, useValue: grpcServices },
        { provide: DEVICE_VERIFIER, useValue: doors.verifier },
      ],
    };
  }

  async onModuleDestroy(): Promise<void> {
    await this.devices.close();
  }
}
