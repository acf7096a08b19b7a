import { trainingErrors } from '@tutti/contracts/training';
import type { Aggregates } from '@tutti/event-store';
import { DomainError } from '@tutti/kernel';
import type { EffectContext } from '@tutti/runtime';
import { modelIdOfRun } from './model-id';
import type { RegisterRunModel } from './model-registration.process';
import { modelDecider } from './model.decider';

/** A run is one model, and only its end leads here: it was registered by this, long enough ago to be forgotten. */
const isDone = (error: unknown): boolean =>
  error instanceof DomainError && error.code === trainingErrors['model.already-registered'].code;

export const registerRunModel =
  ({ aggregates }: { readonly aggregates: Aggregates }) =>
  async (wanted: RegisterRunModel, { id: commandId, metadata }: EffectContext): Promise<void> => {
    const { runId, model, evaluation } = wanted;
    const command = { type: 'RegisterModel', model, evaluation } as const;
    const options = { commandId, metadata };
    await aggregates.handle(modelDecider, modelIdOfRun(runId), command, options).catch((error: unknown) => {
      if (!isDone(error)) throw error;
    });
  };
