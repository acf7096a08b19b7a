import { Controller, Inject } from '@nestjs/common';
import { deviceErrors, type Device } from '@tutti/contracts/devices';
import type { Handled } from '@tutti/event-store';
import { DomainError } from '@tutti/kernel';
import {
  answer,
  commandAnswer,
  commandOptions,
  Input,
  PageTokens,
  parseAsOf,
  Route,
  type RouteInput,
} from '@tutti/service-kit';
import { DOORS, type Doors } from '../open-doors';
import * as routes from './device.routes';

const existing = (device: Device | undefined): Device => {
  if (device) return device;
  throw new DomainError(deviceErrors['device.not-found'], { detail: 'No device has this id.' });
};

@Controller('api/v1/devices')
export class DeviceController {
  constructor(
    @Inject(DOORS) private readonly doors: Doors,
    @Inject(PageTokens) private readonly pageTokens: PageTokens,
  ) {}

  @Route(routes.list)
  list(@Input() { query, position }: RouteInput<typeof routes.list>) {
    return this.doors.view.page(query, position, this.pageTokens);
  }

  @Route(routes.counts)
  counts(@Input() { position }: RouteInput<typeof routes.counts>) {
    return this.doors.view.counts(position);
  }

  @Route(routes.fields)
  async fields(@Input() { position }: RouteInput<typeof routes.fields>) {
    return { items: await this.doors.view.fields(position) };
  }

  @Route(routes.get)
  async get(@Input() { params, query, position }: RouteInput<typeof routes.get>) {
    if (query.asOf !== undefined)
      return answer(existing(await this.doors.history.asOf(params.id, parseAsOf(query.asOf))), {});
    const device = existing(await this.doors.view.find(params.id, position));
    return answer(device, { version: device.version });
  }

  @Route(routes.change)
  async change(@Input() input: RouteInput<typeof routes.change>) {
    const { params, body } = input;
    return this.shown(params.id, await this.doors.commands.describe(params.id, body, commandOptions(input)));
  }

  @Route(routes.settings)
  async settings(@Input() input: RouteInput<typeof routes.settings>) {
    const { params, body } = input;
    return this.shown(params.id, await this.doors.commands.set(params.id, body, commandOptions(input)));
  }

  @Route(routes.retire)
  async retire(@Input() input: RouteInput<typeof routes.retire>) {
    return commandAnswer(undefined, await this.doors.commands.retire(input.params.id, commandOptions(input)));
  }

  @Route(routes.suspend)
  async suspend(@Input() input: RouteInput<typeof routes.suspend>) {
    const { params, body } = input;
    return this.shown(
      params.id,
      await this.doors.commands.suspend(params.id, body.reason, commandOptions(input)),
    );
  }

  @Route(routes.resume)
  async resume(@Input() input: RouteInput<typeof routes.resume>) {
    const { id } = input.params;
    return this.shown(id, await this.doors.commands.resume(id, commandOptions(input)));
  }

  private async shown(id: string, handled: Handled<unknown>) {
    return commandAnswer(existing(await this.doors.view.find(id, handled.position)), handled);
  }
}
