import { DeviceRecordServiceService } from '@tutti/contracts/gen/tutti/devices/v1/device_record';
import { grpcService, unary } from '@tutti/service-kit';
import { DeviceRecordsController } from './device-records.controller';
import * as routes from './device.routes';

const ofDevice = <Query>({ id, ...query }: { readonly id: string } & Query) => ({ params: { id }, query });

export const deviceRecordGrpc = grpcService(DeviceRecordServiceService, (get) => {
  const records = get(DeviceRecordsController);
  return {
    listVitals: unary(routes.vitals, {
      request: ofDevice,
      handle: (input) => records.vitals(input),
      reply: (page) => page,
    }),
    listVitalsSteps: unary(routes.vitalsHistory, {
      request: ofDevice,
      handle: (input) => records.vitalsHistory(input),
      reply: (steps) => steps,
    }),
    listFailures: unary(routes.failures, {
      request: ofDevice,
      handle: (input) => records.failures(input),
      reply: (page) => page,
    }),
    listDeviceEvents: unary(routes.events, {
      request: ofDevice,
      handle: (input) => records.events(input),
      reply: (page) => page,
    }),
  };
});
