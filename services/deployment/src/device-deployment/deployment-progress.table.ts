import { bigint, key, orNull, real, text } from '@tutti/database';
import { EntitySchema } from 'typeorm';

/** How far a deployment that goes on has come within its step, as its device last said. Primary. */
export interface DeploymentProgressRow {
  readonly deploymentId: string;
  readonly kind: 'download' | 'soak';
  /** Bytes, or results. */
  readonly done: number;
  /** Bytes in all. */
  readonly total: number | null;
  readonly meanScore: number | null;
  /** Our clock, milliseconds since 1970. */
  readonly at: number;
}

export const deploymentProgressTable = new EntitySchema<DeploymentProgressRow>({
  name: 'deployment_progress',
  columns: {
    deploymentId: key(text('deployment_id', 36)),
    kind: text('kind', 16),
    done: bigint('done'),
    total: orNull(bigint('total')),
    meanScore: orNull(real('mean_score')),
    at: bigint('at'),
  },
});
