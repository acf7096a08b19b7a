import type { DomainError } from '@tutti/kernel';
import { refused } from '../refused.decider';

export const noSuchDeployment = (): DomainError =>
  refused('deployment.not-found', 'No deployment has this id.');

export const unfit = (detail: string): DomainError => refused('deployment.report-invalid', detail);
