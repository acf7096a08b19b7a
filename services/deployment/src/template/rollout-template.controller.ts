import { Controller, Inject } from '@nestjs/common';
import type { StoredTemplate } from '@tutti/contracts/deployment';
import { answer, commandAnswer, commandOptions, Input, Route, type RouteInput } from '@tutti/service-kit';
import { DOORS, type Doors } from '../open-doors';
import { noSuchTemplate, rolloutTemplateDecider } from './rollout-template.decider';
import * as routes from './rollout-template.routes';

@Controller('api/v1/rollout-templates')
export class RolloutTemplateController {
  constructor(@Inject(DOORS) private readonly doors: Doors) {}

  @Route(routes.get)
  async get(@Input() { params, position }: RouteInput<typeof routes.get>) {
    const stored = await this.existing(params.streamId, position);
    return answer(stored, { version: stored.version });
  }

  @Route(routes.set)
  async set(@Input() input: RouteInput<typeof routes.set>) {
    const { streamId } = input.params;
    const handled = await this.doors.templates.set(streamId, input.body, commandOptions(input));
    return commandAnswer(await this.existing(streamId, handled.position), handled);
  }

  @Route(routes.remove)
  async remove(@Input() input: RouteInput<typeof routes.remove>) {
    const { aggregates } = this.doors;
    const command = { type: 'RemoveTemplate' } as const;
    const { streamId } = input.params;
    const handled = await aggregates.handle(rolloutTemplateDecider, streamId, command, commandOptions(input));
    return commandAnswer(undefined, handled);
  }

  private async existing(streamId: string, position: number): Promise<StoredTemplate> {
    const stored = await this.doors.templateView.find(streamId, position);
    if (!stored) throw noSuchTemplate();
    return stored;
  }
}
