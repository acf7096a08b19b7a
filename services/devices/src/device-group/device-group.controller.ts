import { Controller, Inject } from '@nestjs/common';
import { deviceErrors, type DeviceGroup } from '@tutti/contracts/devices';
import { DomainError } from '@tutti/kernel';
import {
  aggregateIdFrom,
  answer,
  commandAnswer,
  commandOptions,
  Input,
  PageTokens,
  Route,
  type RouteInput,
} from '@tutti/service-kit';
import { v7 as uuid } from 'uuid';
import { DOORS, type Doors } from '../open-doors';
import * as routes from './device-group.routes';

@Controller('api/v1/device-groups')
export class DeviceGroupController {
  constructor(
    @Inject(DOORS) private readonly doors: Doors,
    @Inject(PageTokens) private readonly pageTokens: PageTokens,
  ) {}

  @Route(routes.list)
  list(@Input() { query, position }: RouteInput<typeof routes.list>) {
    return this.doors.groupView.page(query, position, this.pageTokens);
  }

  @Route(routes.define)
  async define(@Input() input: RouteInput<typeof routes.define>) {
    const id = input.commandId === undefined ? uuid() : aggregateIdFrom(input.commandId);
    const handled = await this.doors.groups.define(id, input.body, commandOptions(input));
    const location = `/api/v1/device-groups/${id}`;
    return commandAnswer(await this.existing(id, handled.position), handled, { location });
  }

  @Route(routes.get)
  async get(@Input() { params, position }: RouteInput<typeof routes.get>) {
    const group = await this.existing(params.id, position);
    return answer(group, { version: group.version });
  }

  @Route(routes.members)
  async members(@Input() { params, query, position }: RouteInput<typeof routes.members>) {
    const group = await this.existing(params.id, position);
    return this.doors.view.page(query, position, this.pageTokens, group);
  }

  @Route(routes.redefine)
  async redefine(@Input() input: RouteInput<typeof routes.redefine>) {
    const { id } = input.params;
    const handled = await this.doors.groups.redefine(id, input.body, commandOptions(input));
    return commandAnswer(await this.existing(id, handled.position), handled);
  }

  @Route(routes.remove)
  async remove(@Input() input: RouteInput<typeof routes.remove>) {
    return commandAnswer(undefined, await this.doors.groups.delete(input.params.id, commandOptions(input)));
  }

  private async existing(id: string, position: number): Promise<DeviceGroup> {
    const group = await this.doors.groupView.find(id, position);
    if (group) return group;
    throw new DomainError(deviceErrors['device-group.not-found'], {
      detail: 'No group has this id, or it was deleted.',
    });
  }
}
