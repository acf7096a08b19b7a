import { Controller, Inject } from '@nestjs/common';
import { commandAnswer, commandOptions, Input, parseAsOf, Route, type RouteInput } from '@tutti/service-kit';
import type { Alias } from '@tutti/contracts/training';
import { DOORS, type Doors } from '../open-doors';
import * as routes from './alias.routes';
import { noSuchAlias } from './model-refusal.decider';

interface Asked {
  readonly streamId: string;
  readonly at?: string | undefined;
}

@Controller('api/v1/streams')
export class AliasController {
  constructor(@Inject(DOORS) private readonly doors: Doors) {}

  @Route(routes.list)
  async list(@Input() { params, query, position }: RouteInput<typeof routes.list>) {
    return { items: await this.all({ streamId: params.id, at: query.at }, position) };
  }

  @Route(routes.get)
  get(@Input() { params, query, position }: RouteInput<typeof routes.get>) {
    return this.one(params.alias, { streamId: params.id, at: query.at }, position);
  }

  @Route(routes.history)
  async history(@Input() { params, position }: RouteInput<typeof routes.history>) {
    const items = await this.doors.aliasView.history({ streamId: params.id, alias: params.alias }, position);
    if (items.length === 0) throw noSuchAlias();
    return { items };
  }

  @Route(routes.set)
  async set(@Input() input: RouteInput<typeof routes.set>) {
    const { id: streamId, alias } = input.params;
    const { modelId } = input.body;
    const handled = await this.doors.aliases.set({ streamId, alias }, modelId, commandOptions(input));
    const { position } = handled;
    const at = handled.appended ? undefined : String(position);
    return commandAnswer(await this.one(alias, { streamId, at }, position), handled);
  }

  @Route(routes.remove)
  async remove(@Input() input: RouteInput<typeof routes.remove>) {
    const { id: streamId, alias } = input.params;
    const handled = await this.doors.aliases.remove({ streamId, alias }, commandOptions(input));
    return commandAnswer(undefined, handled);
  }

  private all({ streamId, at }: Asked, position: number): Promise<Alias[]> {
    const { aliasView } = this.doors;
    return at === undefined
      ? aliasView.ofStream(streamId, position)
      : aliasView.asOf(streamId, parseAsOf(at), position);
  }

  private async one(alias: string, asked: Asked, position: number): Promise<Alias> {
    const found = (await this.all(asked, position)).find(({ name }) => name === alias);
    if (!found) throw noSuchAlias();
    return found;
  }
}
