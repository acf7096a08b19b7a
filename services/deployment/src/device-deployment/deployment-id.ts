import { aggregateIdFrom } from '@tutti/service-kit';

/** Of one try of a rollout on one device: whoever offers it again finds it offered. */
export const deploymentId = (rolloutId: string, deviceId: string, attempt: number): string =>
  aggregateIdFrom(['deployment', rolloutId, deviceId, attempt].join('/'));
