import { deploymentErrors, type PlanRollout, type RolloutTemplate } from '@tutti/contracts/deployment';
import type { Aggregates } from '@tutti/event-store';
import { DomainError, type Clock } from '@tutti/kernel';
import { liveRows, type EffectContext, type Logger } from '@tutti/runtime';
import { aggregateIdFrom } from '@tutti/service-kit';
import type { DataSource } from 'typeorm';
import {
  deployableModelListProjection,
  type DeployableModelRow,
} from '../model/deployable-model-list.projection';
import { deployableModelListTable } from '../model/deployable-model-list.table';
import type { Projections } from '../open-projections';
import type { RolloutPlans } from '../rollout/plan/rollout-plans';
import { rolloutDecider } from '../rollout/rollout.decider';
import { automaticRolloutDecider } from './automatic-rollout.decider';
import type { RollOutModel } from './automatic-rollout.process';
import { rolloutTemplateDecider } from './rollout-template.decider';
import type { RolloutTemplateState } from './rollout-template.state';

export interface RollOutModelParts {
  readonly aggregates: Aggregates;
  readonly database: DataSource;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly projections: Pick<Projections, 'models'>;
  readonly plans: Pick<RolloutPlans, 'plan'>;
}

/** The one rollout of a model that goes out by itself. */
export const automaticRolloutId = (modelId: string): string =>
  aggregateIdFrom(`automatic rollout of model ${modelId}`);

const hourMs = 3_600_000;
const longestName = 64;

const activeTemplate = (state: RolloutTemplateState): RolloutTemplate | undefined =>
  state.status === 'set' && state.template.active ? state.template : undefined;

const bodyOf = (
  { active: _, joinHours, ...policy }: RolloutTemplate,
  model: DeployableModelRow,
  now: Date,
): PlanRollout => ({
  ...policy,
  name: `${model.name} ${model.modelVersion}`.slice(0, longestName).trim(),
  modelId: model.id,
  ...(joinHours === undefined
    ? {}
    : { joinUntil: new Date(now.getTime() + joinHours * hourMs).toISOString() }),
});

const isRefused = (error: unknown): error is DomainError =>
  error instanceof DomainError && error.kind !== 'unavailable';

/** Somebody else was as far at the same moment. */
const onlyOnce = (error: unknown): void => {
  if (!isRefused(error) || error.code !== deploymentErrors['rollout.already-planned'].code) throw error;
};

/** Plans and starts the rollout of a model whose stream says so. A refusal is for the log: the next model must come. */
export class ModelRoller {
  constructor(private readonly parts: RollOutModelParts) {}

  readonly handle = async (wanted: RollOutModel, context: EffectContext): Promise<void> => {
    if (await this.#isOut(wanted)) return;
    const template = await this.#templateFor(wanted);
    if (!template) return;
    const model = await this.#newest(wanted);
    if (model?.id !== wanted.modelId) return;
    try {
      await this.#rollOut(template, model, context);
    } catch (error) {
      if (!isRefused(error)) throw error;
      const { modelId, streamId } = wanted;
      const { code, message } = error;
      await this.#refuse(wanted, model, { error, context });
      this.parts.logger.warn(
        { modelId, streamId, code, detail: message },
        'A model does not go out by itself',
      );
    }
  };

  /** It came this far before, and died behind that: what a plan says of the fleet of today is not for it. */
  async #isOut({ modelId }: RollOutModel): Promise<boolean> {
    const { state } = await this.parts.aggregates.load(rolloutDecider, automaticRolloutId(modelId));
    return state.status !== 'initial';
  }

  async #refuse(
    { modelId, streamId }: RollOutModel,
    { name, modelVersion: version }: DeployableModelRow,
    { error, context }: { readonly error: DomainError; readonly context: EffectContext },
  ): Promise<void> {
    const { code, message } = error;
    const refusal = { streamId, model: { name, version }, code, message: message.slice(0, 512) };
    const command = { type: 'RefuseAutomaticRollout', refusal } as const;
    const { id: commandId, metadata } = context;
    await this.parts.aggregates.handle(automaticRolloutDecider, modelId, command, { commandId, metadata });
  }

  /** Set before the model could go out, and not taken back since. */
  async #templateFor({ streamId, position }: RollOutModel): Promise<RolloutTemplate | undefined> {
    const { aggregates } = this.parts;
    const then = await aggregates.loadAsOf(rolloutTemplateDecider, streamId, { position });
    if (!activeTemplate(then.state)) return undefined;
    return activeTemplate((await aggregates.load(rolloutTemplateDecider, streamId)).state);
  }

  /** Of the stream's models that may be deployed: an older one goes out no more. */
  async #newest({ streamId, position }: RollOutModel): Promise<DeployableModelRow | null> {
    const { database, projections } = this.parts;
    await projections.models.waitFor(position);
    return liveRows(database, deployableModelListTable, deployableModelListProjection)
      .andWhere('row.streamId = :streamId', { streamId })
      .andWhere("row.gate = 'passes' AND row.signed = :yes AND row.retired = :no", { yes: true, no: false })
      .orderBy('row.registered', 'DESC')
      .limit(1)
      .getOne();
  }

  async #rollOut(
    template: RolloutTemplate,
    model: DeployableModelRow,
    { id: commandId, metadata }: EffectContext,
  ): Promise<void> {
    const { aggregates, clock, plans } = this.parts;
    const cause = { kind: 'template', streamId: model.streamId ?? '' } as const;
    const planned = await plans.plan(bodyOf(template, model, clock.now()), cause);
    const id = automaticRolloutId(model.id);
    const command = { type: 'PlanRollout', planned, start: true } as const;
    await aggregates.handle(rolloutDecider, id, command, { commandId, metadata }).catch(onlyOnce);
  }
}
