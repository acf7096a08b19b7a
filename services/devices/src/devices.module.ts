import { Inject, Module, type DynamicModule, type OnModuleDestroy } from '@nestjs/common';
import { DEVICE_VERIFIER, Readiness } from '@tutti/service-kit';
import { DeviceCredentialsIssuer } from './device-auth/device-credentials';
import { DeviceCommands } from './device/device-commands';
import { DeviceHistory } from './device/device-history';
import { DeviceRecordsController } from './device/device-records.controller';
import { DeviceController } from './device/device.controller';
import { DeviceView } from './device/device.view';
import { AnswerRequest } from './enrolment/answer-request';
import { AskToJoin } from './enrolment/ask-to-join';
import { Challenges } from './enrolment/challenges';
import { EnrolmentLimits } from './enrolment/enrolment-limits';
import { EnrolmentController } from './enrolment/enrolment.controller';
import { EnrolmentView } from './enrolment/enrolment.view';
import { EnrolmentTokenController } from './enrolment-token/enrolment-token.controller';
import { EnrolmentTokenView } from './enrolment-token/enrolment-token.view';
import { EnrolmentTokens } from './enrolment-token/enrolment-tokens';
import { FailureView } from './failure/failure.view';
import { InferenceController } from './inference/inference.controller';
import { InferenceView } from './inference/inference.view';
import { Devices } from './open-devices';
import { PreviewController } from './preview/preview.controller';
import { Previews } from './preview/previews';
import { DATABASE } from './storage/database.token';
import { VitalsView } from './vitals/vitals.view';

const providersOf = ({ parts: { base, doors } }: Devices) => [
  { provide: DATABASE, useValue: base.database },
  { provide: DeviceView, useValue: base.view },
  { provide: DEVICE_VERIFIER, useValue: doors.verifier },
  { provide: DeviceCommands, useValue: doors.commands },
  { provide: DeviceHistory, useValue: doors.history },
  { provide: AskToJoin, useValue: doors.asking },
  { provide: AnswerRequest, useValue: doors.answering },
  { provide: Challenges, useValue: doors.challenges },
  { provide: EnrolmentLimits, useValue: doors.limits },
  { provide: EnrolmentView, useValue: doors.enrolments },
  { provide: EnrolmentTokens, useValue: doors.tokens },
  { provide: EnrolmentTokenView, useValue: doors.tokenView },
  { provide: DeviceCredentialsIssuer, useValue: doors.issuer },
  { provide: InferenceView, useValue: doors.inferences },
  { provide: VitalsView, useValue: doors.vitals },
  { provide: FailureView, useValue: doors.failures },
  { provide: Previews, useValue: doors.previews },
];

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
      providers: [{ provide: Devices, useValue: devices }, ...providersOf(devices)],
    };
  }

  async onModuleDestroy(): Promise<void> {
    await this.devices.close();
  }
}
