import { deployment, type DeploymentReport, type DeploymentStatus } from '@tutti/contracts/deployment';
import type { TFunction } from 'i18next';

const isStatus = (state: string): state is DeploymentStatus =>
  deployment.shape.status.options.some((status) => status === state);

/** What a device said after the end, in the reader's language. */
export const reportWord = ({ state }: DeploymentReport, t: TFunction<'console'>): string =>
  isStatus(state) ? t(`deployments.status.${state}`) : state;
