import { Controller, Inject } from '@nestjs/common';
import type { DeviceCommand } from '@tutti/contracts/devices';
import {
  aggregateIdFrom,
  answer,
  authIdOf,
  commandAnswer,
  commandOptions,
  Input,
  PageTokens,
  Route,
  type RouteInput,
} from '@tutti/service-kit';
import { v7 as uuid } from 'uuid';
import { DOORS, type Doors } from '../open-doors';
import type { OpenFile } from './command-files';
import { noSuchCommand } from './command-refusal.decider';
import * as routes from './device-command.routes';

const bytes = ({ stream, size, type }: OpenFile) =>
  answer(stream, {
    contentType: type,
    contentLength: size,
    cacheControl: 'private, max-age=86400, immutable',
  });

@Controller('api/v1/device-commands')
export class DeviceCommandController {
  constructor(
    @Inject(DOORS) private readonly doors: Doors,
    @Inject(PageTokens) private readonly pageTokens: PageTokens,
  ) {}

  @Route(routes.list)
  list(@Input() { query, position }: RouteInput<typeof routes.list>) {
    return this.doors.deviceCommands.view.page(query, position, this.pageTokens);
  }

  @Route(routes.get)
  async get(@Input() { params, position }: RouteInput<typeof routes.get>) {
    const command = await this.find(params.id, position);
    return answer(command, { version: command.version });
  }

  @Route(routes.issue)
  async issue(@Input() input: RouteInput<typeof routes.issue>) {
    const id = input.commandId === undefined ? uuid() : aggregateIdFrom(input.commandId);
    const { desk } = this.doors.deviceCommands;
    const issued = await desk.issue(id, input.body, authIdOf(input.principal), commandOptions(input));
    const location = `/api/v1/device-commands/${id}`;
    return commandAnswer(await this.find(id, issued.position), issued, { location });
  }

  @Route(routes.cancel)
  async cancel(@Input() input: RouteInput<typeof routes.cancel>) {
    const { id } = input.params;
    const force = input.body.force ?? false;
    const cancelled = await this.doors.deviceCommands.desk.cancel(id, force, commandOptions(input));
    return commandAnswer(await this.find(id, cancelled.position), cancelled);
  }

  @Route(routes.putPicture)
  putPicture(@Input() { body, principal }: RouteInput<typeof routes.putPicture>) {
    return this.doors.deviceCommands.files.putPicture(authIdOf(principal), body);
  }

  @Route(routes.picture)
  async picture(@Input() { params }: RouteInput<typeof routes.picture>) {
    return bytes(await this.doors.deviceCommands.desk.picture(params.id));
  }

  @Route(routes.logs)
  async logs(@Input() { params }: RouteInput<typeof routes.logs>) {
    return bytes(await this.doors.deviceCommands.desk.logs(params.id));
  }

  private async find(id: string, position: number): Promise<DeviceCommand> {
    const command = await this.doors.deviceCommands.view.find(id, position);
    if (!command) throw noSuchCommand();
    return command;
  }
}
