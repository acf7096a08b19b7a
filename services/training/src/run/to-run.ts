import type { Run, RunStep } from '@tutti/contracts/training';
import { modelIdOfRun } from '../model/model-id';
import type { RunRow, StepRow } from './run-list.projection';
import type { RunProgressRow } from './run-progress.table';

/** A run with what its trainer said last; `streamName` is null once the stream is deleted. */
export interface ShownRun {
  readonly row: RunRow;
  readonly progress: RunProgressRow | null;
  readonly streamName: string | null;
}

const time = (at: number): string => new Date(at).toISOString();
const timeOrNull = (at: number | null): string | null => (at === null ? null : time(at));

/** Of a step that is not done, by what has become of its run: where it is at, and where it is not. */
const undone = {
  waiting: ['waiting', 'waiting'],
  queued: ['waiting', 'waiting'],
  running: ['running', 'waiting'],
  succeeded: ['finished', 'skipped'],
  failed: ['failed', 'cancelled'],
  cancelled: ['cancelled', 'cancelled'],
} as const satisfies Record<RunRow['state'], readonly [RunStep['state'], RunStep['state']]>;

const hasSkipped = (progress: RunProgressRow | null, step: string): boolean =>
  progress?.skipped.includes(step) === true;

/** Where it is at, or broke off. */
const placeOf = ({ failure }: RunRow, progress: RunProgressRow | null): string | undefined =>
  failure?.step ?? progress?.step;

const toStep = (step: StepRow, row: RunRow, progress: RunProgressRow | null): RunStep => {
  const { name, done, seconds } = step;
  if (done) return { name, state: 'finished', progress: 1, message: null, seconds };
  if (hasSkipped(progress, name))
    return { name, state: 'skipped', progress: null, message: null, seconds: null };
  const [here, elsewhere] = undone[row.state];
  const said = progress?.step === name ? progress : { progress: null, message: null };
  const state = placeOf(row, progress) === name ? here : elsewhere;
  return { name, state, progress: said.progress, message: said.message, seconds };
};

const waitingFor = ({ state, ready, after }: RunRow): Run['waitingFor'] => {
  if (state === 'queued') return 'trainer';
  if (state !== 'waiting') return null;
  if (!ready) return 'data';
  return after === null ? 'trainer' : 'earlier-run';
};

export const toRun = ({ row, progress, streamName }: ShownRun): Run => {
  const { name: _, causeKind: __, ready: ___, after: _____, claimId, labelsSeen: ____, ...rest } = row;
  const heard = progress?.claimId === claimId ? progress : null;
  return {
    ...rest,
    streamName,
    waitingFor: waitingFor(row),
    steps: row.steps.map((step) => toStep(step, row, heard)),
    heardAt: timeOrNull(heard?.heardAt ?? row.startedAt),
    modelId: row.state === 'succeeded' ? modelIdOfRun(row.id) : null,
    requestedAt: time(row.requestedAt),
    startedAt: timeOrNull(row.startedAt),
    endedAt: timeOrNull(row.endedAt),
  };
};
