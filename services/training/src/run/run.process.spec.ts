import { datasetEvents, type DatasetEvent } from '@tutti/contracts/datasets';
import { runEvents, type RunEvent } from '@tutti/contracts/training';
import type { Recorded } from '@tutti/kernel';
import { describe, expect, test } from 'vitest';
import {
  asked,
  cancelled,
  dataFrozen,
  datasets,
  failed,
  frozenData,
  provided,
  queued,
  refusedData,
  released,
  requested,
  requestedOnSample,
  runId,
  started,
  stepDone,
  streamId,
  succeeded,
} from './run.fixture';
import { runProcess } from './run.process';

type Input = RunEvent | DatasetEvent;
const noon = new Date('2026-11-27T12:00:00.000Z');
const after = (minutes: number): Date => new Date(noon.getTime() + minutes * 60_000);
const recorded = (event: Input, aggregateId = runId) =>
  ({ event, aggregateId, time: noon }) as Recorded<never>;

/** Reacts to events, each with the aggregate that it is of; answers with the last reaction. */
const reacting = (...inputs: readonly (Input | readonly [Input, string])[]) => {
  let state = runProcess.initialState;
  let last: ReturnType<typeof runProcess.react> = { state };
  for (const input of inputs) {
    const [event, of] = Array.isArray(input) ? (input as readonly [Input, string]) : [input as Input, runId];
    last = runProcess.react(state, { kind: 'event', recorded: recorded(event, of) }, runId);
    state = last.state ?? null;
  }
  const fire = (name: string) => runProcess.react(state, { kind: 'timer', name, at: noon }, runId);
  return { ...last, fire };
};

describe('a run', () => {
  test('waits for its data, ten minutes', () => {
    const run = reacting(requested);
    expect(run).toMatchObject({ timers: [{ name: 'data', at: after(10) }] });
    expect(run.outgoing).toBeUndefined();
    expect(run.fire('data').outgoing).toEqual([
      expect.objectContaining({ type: 'FailRun', runId, stage: 'waiting', code: 'data.late' }),
    ]);
  });

  test('has its data when the last dataset has answered, in the order that it was asked for', () => {
    expect(reacting(requested, [provided, datasets[1]]).outgoing).toEqual([]);
    const all = reacting(
      requested,
      [provided, datasets[1]],
      [provided, datasets[1]],
      [provided, datasets[0]],
    );
    expect(all.outgoing).toEqual([{ type: 'FreezeData', runId, data: frozenData }]);
  });

  test('fails with the reason of a dataset that has nothing for it', () =>
    expect(reacting(requested, [refusedData, datasets[0]]).outgoing).toEqual([
      {
        type: 'FailRun',
        runId,
        stage: 'waiting',
        code: 'dataset-version.nothing-labelled',
        message: 'Label some of its items first.',
      },
    ]));

  test('takes its turn with its data, on a sample at once, and looks every hour whether it has come', () => {
    const turn = {
      outgoing: [{ type: 'TakeTurn', runId, until: after(60).toISOString() }],
      timers: [{ name: 'turn', at: after(60) }],
    };
    expect(reacting(requestedOnSample)).toMatchObject(turn);
    const ready = reacting(requested, dataFrozen);
    expect(ready).toMatchObject({ ...turn, cancel: ['data'] });
    expect(ready.fire('turn')).toMatchObject(turn);
    expect(reacting(requested, dataFrozen, queued).cancel).toEqual(['turn']);
  });

  test('waits for a trainer for a week, and may then take as long as it was given', () => {
    const waiting = reacting(requested, dataFrozen, queued);
    expect(waiting.timers).toEqual([{ name: 'queue', at: after(7 * 1440) }]);
    expect(waiting.fire('queue').outgoing).toMatchObject([{ stage: 'queued', code: 'trainer.none' }]);
    const running = reacting(requested, dataFrozen, queued, started());
    expect(running).toMatchObject({ timers: [{ name: 'run', at: after(60) }], cancel: ['queue'] });
    expect(running.fire('run').outgoing).toMatchObject([{ stage: 'running', code: 'run.too-long' }]);
  });

  test('gets no more time because a trainer has died', () =>
    expect(reacting(requested, queued, started(), stepDone, started(2)).timers).toEqual([]));

  test('has a week to be taken again once it was given back, and its time from then on', () => {
    const back = reacting(requested, queued, started(), released());
    expect(back).toMatchObject({ timers: [{ name: 'queue', at: after(7 * 1440) }], cancel: ['run'] });
    const again = reacting(requested, queued, started(), released(), started(2));
    expect(again).toMatchObject({
      timers: [{ name: 'run', at: after(asked.maxMinutes) }],
      cancel: ['queue'],
    });
    expect(reacting(requested, queued, started(), released(), started(2), started(3)).timers).toEqual([]);
  });

  test.each([succeeded, failed, cancelled])('ends: no job, no timer, and the next has its turn', (end) =>
    expect(reacting(requested, dataFrozen, queued, started(), end)).toMatchObject({
      state: undefined,
      outgoing: [
        { type: 'RemoveJob', runId, trainer: 'classifier' },
        { type: 'PassTurn', key: streamId },
      ],
    }),
  );

  test('that has ended does not come back when data comes late', () => {
    const late = reacting(requested, cancelled, [provided, datasets[0]]);
    expect(late).toMatchObject({ state: undefined });
    expect(late.outgoing).toBeUndefined();
  });

  test('every event of runs and datasets is known: none stops the process', () => {
    const known = [...Object.keys(runEvents.definitions), ...Object.keys(datasetEvents.definitions)];
    expect([...runProcess.handles, ...runProcess.ignores].sort()).toEqual(known.sort());
  });
});
