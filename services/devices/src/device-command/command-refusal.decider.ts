import { DomainError } from '@tutti/kernel';
import { deviceErrors } from '@tutti/contracts/devices';

export const commandRefused = (
  code: keyof typeof deviceErrors,
  detail: string,
  params: Readonly<Record<string, unknown>> = {},
): DomainError => new DomainError(deviceErrors[code], { detail, params });

export const noSuchCommand = (): DomainError =>
  commandRefused('device-command.not-found', 'No command has this id.');
