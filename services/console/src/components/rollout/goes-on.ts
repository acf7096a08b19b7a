import type { Rollout } from '@tutti/contracts/deployment';

/** It has begun and not ended: more devices may be offered the model, and what failed may be tried again. */
export const goesOn = ({ status }: Pick<Rollout, 'status'>): boolean =>
  status === 'running' || status === 'paused';
