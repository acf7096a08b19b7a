import type { Aggregates, EventLog, Handled, HandleOptions } from '@tutti/event-store';
import type { AliasView } from './alias.view';
import { noSuchAlias } from './model-refusal.decider';
import { modelDecider } from './model.decider';

interface AliasParts {
  readonly aggregates: Aggregates;
  readonly log: Pick<EventLog, 'lastPosition'>;
  readonly view: Pick<AliasView, 'bearer' | 'ofModels' | 'lastBearer'>;
}

interface Named {
  readonly streamId: string;
  readonly alias: string;
}

/** Names of a stream's models that move, and what ends with a model. Who bears one is looked up for each command. */
export class Aliases {
  constructor(private readonly parts: AliasParts) {}

  /** Throws `alias.nothing-changed`, and what the model is refused with. */
  async set(named: Named, modelId: string, options: HandleOptions): Promise<Handled<unknown>> {
    const { aggregates, view } = this.parts;
    const bears = (await view.bearer(named, await this.#now()))?.modelId === modelId;
    return aggregates.handle(modelDecider, modelId, { type: 'AliasModel', ...named, bears }, options);
  }

  /** Throws `alias.not-found`. A request that is repeated finds the model that bore it. */
  async remove(named: Named, options: HandleOptions): Promise<Handled<unknown>> {
    const { aggregates, view } = this.parts;
    const now = await this.#now();
    const bearer = (await view.bearer(named, now))?.modelId;
    const modelId = bearer ?? (await view.lastBearer(named, now));
    if (modelId === undefined) throw noSuchAlias();
    const command = { type: 'UnaliasModel', ...named, bears: bearer !== undefined } as const;
    return aggregates.handle(modelDecider, modelId, command, options);
  }

  /** Throws `model.already-retired`. */
  async retire(
    modelId: string,
    reason: string | undefined,
    options: HandleOptions,
  ): Promise<Handled<unknown>> {
    const { aggregates, view } = this.parts;
    const aliases = (await view.ofModels([modelId], await this.#now())).get(modelId) ?? [];
    return aggregates.handle(modelDecider, modelId, { type: 'RetireModel', reason, aliases }, options);
  }

  #now(): Promise<number> {
    return this.parts.log.lastPosition(['evt.training.model.*']);
  }
}
