import { Controller, Inject } from '@nestjs/common';
import type { Rollout } from '@tutti/contracts/deployment';
import type { Handled } from '@tutti/event-store';
import {
  aggregateIdFrom,
  answer,
  authIdOf,
  blobAnswer,
  commandAnswer,
  commandOptions,
  Input,
  PageTokens,
  Route,
  type RouteInput,
} from '@tutti/service-kit';
import { v7 as uuid } from 'uuid';
import { DOORS, type Doors } from '../open-doors';
import { blobNamespace, manifestGone } from './plan/manifest';
import type { RolloutRow } from './rollout-list.projection';
import { noSuchRollout } from './rollout-refusal.decider';
import type { RolloutCommand } from './rollout.decider';
import * as routes from './rollout.routes';

/** A request that says one thing to one rollout. */
type Told = Pick<RouteInput<typeof routes.pause>, 'params' | 'commandId' | 'metadata'> & {
  readonly ifMatch: number | undefined;
};

const newId = (commandId: string | undefined): string =>
  commandId === undefined ? uuid() : aggregateIdFrom(commandId);

const existing = <Found>(rollout: Found | undefined): Found => {
  if (rollout === undefined) throw noSuchRollout();
  return rollout;
};

@Controller('api/v1/rollouts')
export class RolloutController {
  constructor(
    @Inject(DOORS) private readonly doors: Doors,
    @Inject(PageTokens) private readonly pageTokens: PageTokens,
  ) {}

  @Route(routes.list)
  list(@Input() { query, position }: RouteInput<typeof routes.list>) {
    return this.doors.rollouts.view.page(query, position, this.pageTokens);
  }

  @Route(routes.preview)
  preview(@Input() { body }: RouteInput<typeof routes.preview>) {
    return this.doors.plans.preview(body);
  }

  @Route(routes.plan)
  async plan(@Input() input: RouteInput<typeof routes.plan>) {
    const id = newId(input.commandId);
    return this.made(id, await this.commands.plan(id, input.body, commandOptions(input)));
  }

  @Route(routes.rollBack)
  async rollBack(@Input() input: RouteInput<typeof routes.rollBack>) {
    const id = newId(input.commandId);
    return this.made(id, await this.commands.rollBack(id, input.body, commandOptions(input)));
  }

  @Route(routes.get)
  async get(@Input() { params, position }: RouteInput<typeof routes.get>) {
    const rollout = existing(await this.doors.rollouts.view.find(params.id, position));
    return answer(rollout, { version: rollout.version });
  }

  @Route(routes.manifest)
  async manifest(@Input() { params, headers, position }: RouteInput<typeof routes.manifest>) {
    const { manifestDigest: sha256 } = await this.row(params.id, position);
    const found = await blobAnswer(
      this.doors.blobs,
      { namespace: blobNamespace, sha256, headers },
      { contentType: 'application/json', cacheControl: 'private, max-age=31536000, immutable' },
    );
    if (found) return found;
    throw manifestGone(sha256);
  }

  @Route(routes.excluded)
  async excluded(@Input() { params, query, position }: RouteInput<typeof routes.excluded>) {
    const row = await this.row(params.id, position);
    return this.doors.rollouts.excluded.page(row, query, this.pageTokens);
  }

  @Route(routes.approve)
  async approve(@Input() input: RouteInput<typeof routes.approve>) {
    const { params, principal } = input;
    return this.changed(
      params.id,
      await this.commands.approve(params.id, authIdOf(principal), commandOptions(input)),
    );
  }

  @Route(routes.refuse)
  async refuse(@Input() input: RouteInput<typeof routes.refuse>) {
    return this.tell(input, { type: 'RefuseRollout', reason: input.body.reason });
  }

  @Route(routes.start)
  async start(@Input() input: RouteInput<typeof routes.start>) {
    return this.tell(input, { type: 'StartRollout' });
  }

  @Route(routes.pause)
  async pause(@Input() input: RouteInput<typeof routes.pause>) {
    return this.tell(input, { type: 'PauseRollout', cause: 'person' });
  }

  @Route(routes.resume)
  async resume(@Input() input: RouteInput<typeof routes.resume>) {
    return this.tell(input, { type: 'ResumeRollout' });
  }

  @Route(routes.stop)
  async stop(@Input() input: RouteInput<typeof routes.stop>) {
    return this.tell(input, { type: 'StopRollout', reason: input.body.reason });
  }

  @Route(routes.retry)
  async retry(@Input() input: RouteInput<typeof routes.retry>) {
    const { params, body } = input;
    return this.changed(
      params.id,
      await this.commands.retry(params.id, body.deviceIds, commandOptions(input)),
    );
  }

  private get commands() {
    return this.doors.rollouts.commands;
  }

  private async tell(input: Told, command: RolloutCommand) {
    const { id } = input.params;
    return this.changed(id, await this.commands.tell(id, command, commandOptions(input)));
  }

  private async made(id: string, handled: Handled<unknown>) {
    const location = `/api/v1/rollouts/${id}`;
    return commandAnswer(await this.after(id, handled), handled, { location });
  }

  private async changed(id: string, handled: Handled<unknown>) {
    return commandAnswer(await this.after(id, handled), handled);
  }

  private async row(id: string, position: number): Promise<RolloutRow> {
    return existing(await this.doors.rollouts.view.row(id, position));
  }

  private async after(id: string, { position }: Handled<unknown>): Promise<Rollout> {
    return existing(await this.doors.rollouts.view.findChanged(id, position));
  }
}
