import { Controller, Inject } from '@nestjs/common';
import { Input, PageTokens, Route, type RouteInput } from '@tutti/service-kit';
import { FailureView } from '../failure/failure.view';
import { VitalsView } from '../vitals/vitals.view';
import { DeviceHistory } from './device-history';
import * as routes from './device.routes';

/** What a device left behind: measurements, failures, events. */
@Controller('api/v1/devices')
export class DeviceRecordsController {
  constructor(
    @Inject(VitalsView) private readonly measured: VitalsView,
    @Inject(FailureView) private readonly failed: FailureView,
    @Inject(DeviceHistory) private readonly history: DeviceHistory,
    @Inject(PageTokens) private readonly pageTokens: PageTokens,
  ) {}

  @Route(routes.vitals)
  vitals(@Input() { params, query }: RouteInput<typeof routes.vitals>) {
    return this.measured.page({ ...query, deviceId: params.id }, this.pageTokens);
  }

  @Route(routes.failures)
  failures(@Input() { params, query }: RouteInput<typeof routes.failures>) {
    return this.failed.page({ ...query, deviceId: params.id }, this.pageTokens);
  }

  @Route(routes.events)
  events(@Input() { params, query }: RouteInput<typeof routes.events>) {
    return this.history.page(params.id, query, this.pageTokens);
  }
}
