import type { RolloutTemplate } from '@tutti/contracts/deployment';
import { trainingErrors } from '@tutti/contracts/training';
import { snapshot } from '@tutti/database';
import type { Aggregates, EventLog, Handled, HandleOptions } from '@tutti/event-store';
import { DomainError } from '@tutti/kernel';
import type { DataSource } from 'typeorm';
import { fleetSubjects, targetDevices } from '../fleet/target-devices';
import type { Projections } from '../open-projections';
import { streamOf } from '../rollout/plan/deployable-model';
import { sizeFilters } from '../rollout/plan/draft';
import { rolloutTemplateDecider } from './rollout-template.decider';

export interface RolloutTemplatesParts {
  readonly aggregates: Aggregates;
  readonly database: DataSource;
  readonly log: Pick<EventLog, 'lastPosition'>;
  readonly projections: Pick<Projections, 'fleet' | 'savedGroups' | 'streams'>;
}

/** Templates that people set, measured against what there is. */
export class RolloutTemplates {
  constructor(private readonly parts: RolloutTemplatesParts) {}

  /**
   * Throws `stream.not-found`, `query.invalid`, `rollout.target-unknown`, `template.nothing-changed` and, where there is
   * one and the options name no version, `request.if-match-required`.
   */
  async set(streamId: string, template: RolloutTemplate, options: HandleOptions): Promise<Handled<unknown>> {
    const { aggregates, database } = this.parts;
    await this.#readOn(streamId);
    const stream = await streamOf(database, streamId);
    if (!stream || stream.deleted)
      throw new DomainError(trainingErrors['stream.not-found'], {
        detail: 'No stream has this id, or it was deleted.',
      });
    const { target, groups } = template;
    await snapshot(database, (manager) => targetDevices(manager, target, sizeFilters(groups)));
    const isFirst = options.expectedVersion === undefined;
    const command = { type: 'SetTemplate', template, isFirst } as const;
    return aggregates.handle(rolloutTemplateDecider, streamId, command, options);
  }

  async #readOn(streamId: string): Promise<void> {
    const { log, projections } = this.parts;
    await projections.streams.waitFor(await log.lastPosition([`evt.training.stream.${streamId}`]));
    const devices = await log.lastPosition(fleetSubjects);
    await projections.fleet.waitFor(devices);
    await projections.savedGroups.waitFor(devices);
  }
}
