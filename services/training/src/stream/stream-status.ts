import type { StreamStatus } from '@tutti/contracts/training';
import { liveCondition } from '@tutti/runtime';
import { streamModelListProjection } from './stream-model-list.projection';
import type { StreamRolloutRow } from './stream-rollout-list.projection';
import type { StreamRunRow } from './stream-run-list.projection';

const { sql: liveModel, parameters } = liveCondition('model', streamModelListProjection);

/** For whoever sorts or filters by `statusColumn`. */
export const statusParameters = parameters;

/**
 * Requirements 5.4, of rows joined as `row`, `run` (its runs) and `rollout` (its newest): what goes on, else what came
 * last. Says the same as `statusOf`.
 */
export const statusColumn = `CASE
  WHEN run.open <> '[]' THEN 'training'
  WHEN run.newestState = 'failed' AND (rollout.id IS NULL OR rollout.startedAt < run.askedAt) THEN 'train-failed'
  WHEN rollout.status = 'deploying' THEN 'deploying'
  WHEN EXISTS (SELECT 1 FROM stream_model_list model WHERE model.stream_id = row.id
    AND model.passes = TRUE AND model.retired = FALSE
    AND model.registered > COALESCE(rollout.started, 0) AND ${liveModel}) THEN 'ready-to-deploy'
  ELSE COALESCE(rollout.status, 'ready-to-train') END`;

export interface StatusFacts {
  readonly run: StreamRunRow | null | undefined;
  /** The newest that began. */
  readonly rollout: StreamRolloutRow | null | undefined;
  /** Position at which the newest model that may be deployed was registered. */
  readonly newestModel: number | undefined;
}

const ofRuns = ({ run, rollout }: StatusFacts): StreamStatus | undefined => {
  if (!run) return undefined;
  if (run.open.length > 0) return 'training';
  const isOutdated = rollout && rollout.startedAt >= run.askedAt;
  return run.newestState === 'failed' && !isOutdated ? 'train-failed' : undefined;
};

export const statusOf = (facts: StatusFacts): StreamStatus => {
  const { rollout, newestModel = 0 } = facts;
  const running = ofRuns(facts);
  if (running) return running;
  if (rollout?.status === 'deploying') return 'deploying';
  if (newestModel > (rollout?.started ?? 0)) return 'ready-to-deploy';
  return rollout?.status ?? 'ready-to-train';
};
