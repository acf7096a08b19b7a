import { trainingErrors } from '@tutti/contracts/training';
import { DomainError } from '@tutti/kernel';

export const runRefused = (
  code: Extract<keyof typeof trainingErrors, `run.${string}`>,
  detail: string,
  params: Readonly<Record<string, unknown>> = {},
): DomainError => new DomainError(trainingErrors[code], { detail, params });

export const noSuchRun = (): DomainError => runRefused('run.not-found', 'No run has this id.');
