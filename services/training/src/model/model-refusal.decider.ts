import { trainingErrors } from '@tutti/contracts/training';
import { DomainError } from '@tutti/kernel';

type Code = Extract<keyof typeof trainingErrors, `model.${string}` | `alias.${string}`>;

export const refused = (code: Code, detail: string): DomainError =>
  new DomainError(trainingErrors[code], { detail });

export const noSuchModel = (): DomainError => refused('model.not-found', 'No model has this id.');

export const modelGone = (): DomainError =>
  refused('model.artifact-gone', 'The blob store has no such bytes. Restore its backup.');

export const noSuchSignature = (): DomainError =>
  refused('model.artifact-gone', 'It has no signature yet. Ask again in a moment.');

export const noSuchAlias = (): DomainError =>
  refused('alias.not-found', 'The stream has no alias of this name.');
