import { Controller, Inject } from '@nestjs/common';
import { answer, Input, Route, type RouteInput } from '@tutti/service-kit';
import { DOORS, type Doors } from '../open-doors';
import { commandRefused } from './command-refusal.decider';
import * as routes from './device-command.routes';

const assertSelf = (id: string, caller: string): void => {
  if (id !== caller)
    throw commandRefused('device-command.not-yours', 'A device speaks for itself only: sign as this device.');
};

/** What devices fetch and send for their commands. */
@Controller('api/v1/devices')
export class CommandBytesController {
  constructor(@Inject(DOORS) private readonly doors: Doors) {}

  @Route(routes.devicePicture)
  async devicePicture(@Input() { params, principal }: RouteInput<typeof routes.devicePicture>) {
    assertSelf(params.id, principal.id);
    const { desk } = this.doors.deviceCommands;
    const { stream, size, type } = await desk.pictureFor(principal.id, params.commandId);
    return answer(stream, { contentType: type, contentLength: size, cacheControl: 'no-store' });
  }

  @Route(routes.deviceLogs)
  async deviceLogs(@Input() { params, body, principal }: RouteInput<typeof routes.deviceLogs>) {
    assertSelf(params.id, principal.id);
    await this.doors.deviceCommands.desk.takeLogs(principal.id, params.commandId, params.sha256, body);
  }
}
