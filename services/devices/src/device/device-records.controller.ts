import { Controller, Inject } from '@nestjs/common';
import { Input, PageTokens, Route, type RouteInput } from '@tutti/service-kit';
import { DOORS, type Doors } from '../open-doors';
import { vitalsSteps } from '../vitals/vitals-steps';
import * as routes from './device.routes';

/** What a device left behind: measurements, failures, events. */
@Controller('api/v1/devices')
export class DeviceRecordsController {
  constructor(
    @Inject(DOORS) private readonly doors: Doors,
    @Inject(PageTokens) private readonly pageTokens: PageTokens,
  ) {}

  @Route(routes.vitals)
  vitals(@Input() { params, query }: RouteInput<typeof routes.vitals>) {
    return this.doors.vitals.page({ ...query, deviceId: params.id }, this.pageTokens);
  }

  @Route(routes.vitalsHistory)
  vitalsHistory(@Input() { params, query }: RouteInput<typeof routes.vitalsHistory>) {
    return vitalsSteps(this.doors.database, params.id, query, this.doors.stepsOptions());
  }

  @Route(routes.failures)
  failures(@Input() { params, query }: RouteInput<typeof routes.failures>) {
    return this.doors.failures.page({ ...query, deviceId: params.id }, this.pageTokens);
  }

  @Route(routes.events)
  events(@Input() { params, query }: RouteInput<typeof routes.events>) {
    return this.doors.history.page(params.id, query, this.pageTokens);
  }
}
