import { trainingErrors, type RunEvent } from '@tutti/contracts/training';
import { given } from '@tutti/testing';
import { afterAll, describe, expect, test } from 'vitest';
import { runDecider, type RunCommand } from './run.decider';
import {
  asked,
  cancelled,
  claims,
  dataFrozen,
  fail,
  failed,
  facts,
  frozenData,
  late,
  queued,
  release,
  released,
  requested,
  requestedOnSample,
  start,
  started,
  stepDone,
  streamId,
  succeed,
  succeeded,
} from './run.fixture';
import { LineMoved, runLineDecider, type RunLineCommand } from './run-line.decider';
import type { NameEvent } from '@tutti/contracts/common';

const [first, second, third, fourth] = claims;
const refused = new Set<string>();
const refuses = (events: readonly RunEvent[], command: RunCommand, code: string): void => {
  refused.add(code);
  given(runDecider, ...events)
    .when(command)
    .isRefused(code);
};
const run = (...events: readonly RunEvent[]) => given(runDecider, ...events);

const inQueue = [requested, dataFrozen, queued];
const running = [...inQueue, started()];
const ends = [
  [...running, succeeded],
  [...running, failed],
  [requested, cancelled],
];
const cancel: RunCommand = { type: 'CancelRun', reason: 'Wrong data' };

describe('a run', () => {
  test('is asked for once', () => {
    run()
      .when({ type: 'RequestRun', ...asked })
      .gives(requested);
    refuses([requested], { type: 'RequestRun', ...asked }, 'run.already-requested');
  });

  test('waits for its data, which stands once', () => {
    const freeze: RunCommand = { type: 'FreezeData', data: frozenData };
    run(requested).when(freeze).gives(dataFrozen);
    for (const events of [[requested, dataFrozen], [requested, cancelled], running])
      run(...events)
        .when(freeze)
        .gives();
  });

  test('comes into the queue with its data, on a sample without', () => {
    run(requested, dataFrozen).when({ type: 'QueueRun' }).gives(queued);
    run(requestedOnSample).when({ type: 'QueueRun' }).gives(queued);
    for (const events of [[requested], inQueue, running, ...ends])
      run(...events)
        .when({ type: 'QueueRun' })
        .gives();
    refuses([], { type: 'QueueRun' }, 'run.not-found');
  });
});

describe('a trainer takes it', () => {
  test('from the queue, and asking again says nothing new', () => {
    run(...inQueue)
      .when(start(first))
      .gives(started());
    run(...running)
      .when(start(first))
      .gives();
  });

  test('before the queue has said that the job is there', () => {
    run(requested, dataFrozen).when(start(first)).gives(queued, started());
    run(requested).when(start(first)).gives();
  });

  test('not from one that is heard of, but from one that fell silent', () => {
    run(...running)
      .when(start(second))
      .gives();
    run(...running)
      .when(start(second, first))
      .gives(started(2));
    run(...running, started(2))
      .when(start(third, first))
      .gives();
  });

  test('three times at most, and not once it is over', () => {
    run(...running, started(2), started(3))
      .when(start(fourth, third))
      .gives();
    for (const events of ends)
      run(...events)
        .when(start(fourth, first))
        .gives();
  });

  test('and gives it back: the next begins at once, and nobody has died of it', () => {
    run(...running)
      .when(release(first))
      .gives(released());
    run(...running, released())
      .when(start(first))
      .gives();
    run(...running, released())
      .when(start(second))
      .gives(started(2));
    run(...running, released(), started(2), started(3))
      .when(start(fourth, third))
      .gives(started(4));
    const often = Array.from({ length: 20 }, () => released());
    for (const events of [
      inQueue,
      [...running, released()],
      [...running, started(2)],
      [...running, ...often, started()],
      ...ends,
    ])
      run(...events)
        .when(release(first))
        .gives();
  });

  test('and completes its steps, each once', () => {
    const complete: RunCommand = {
      type: 'CompleteStep',
      claimId: first,
      steps: [{ step: 'load', seconds: 2 }],
    };
    run(...running)
      .when(complete)
      .gives(stepDone);
    for (const events of [[...running, stepDone], [...running, started(2)], inQueue])
      run(...events)
        .when(complete)
        .gives();
  });
});

describe('it ends once', () => {
  test('by the result of the trainer that has it; a repeat is heard once', () => {
    const data = frozenData.map(({ datasetId, version }) => ({ datasetId, version }));
    const outcome = { streamId, name: asked.name, solution: asked.solution, task: asked.task, attempt: 1 };
    run(...running)
      .when(succeed(first))
      .gives({ type: 'RunSucceeded', data: { ...outcome, data, ...facts } });
    run(...running, succeeded)
      .when(succeed(first))
      .gives();
    refuses([...running, started(2)], succeed(first), 'run.not-claimed');
    refuses(inQueue, succeed(first), 'run.not-claimed');
    refuses([...running, cancelled], succeed(first), 'run.ended');
  });

  test('by the failure of the trainer that has it', () => {
    run(...running)
      .when(fail(first))
      .gives(failed);
    run(...running, failed)
      .when(fail(first))
      .gives();
    refuses([...running, started(2)], fail(first), 'run.not-claimed');
    refuses([...running, succeeded], fail(first), 'run.ended');
  });

  test('by a deadline of the stage that it is at, and of no other', () => {
    const at = { waiting: [requested], queued: inQueue, running } as const;
    for (const stage of ['waiting', 'queued', 'running'] as const)
      for (const [other, events] of Object.entries(at))
        if (other === stage)
          run(...events)
            .when(late(stage))
            .gives({ type: 'RunFailed', data: { streamId, code: 'late', message: 'Too late.' } });
        else refuses(events, late(stage), 'run.not-claimed');
    refuses([requested, dataFrozen], late('waiting'), 'run.not-claimed');
    for (const events of ends) refuses(events, late('running'), 'run.ended');
  });

  test('by a person, at any stage; once more says nothing', () => {
    for (const events of [[requested], inQueue, running])
      run(...events)
        .when(cancel)
        .gives({ type: 'RunCancelled', data: { streamId, reason: 'Wrong data' } });
    run(requested, cancelled).when(cancel).gives();
    refuses([...running, succeeded], cancel, 'run.ended');
    refuses([], cancel, 'run.not-found');
  });

  test('by the run that takes its place, whatever has become of it', () => {
    const replace: RunCommand = { type: 'CancelRun', replacedBy: second };
    run(...running)
      .when(replace)
      .gives({ type: 'RunCancelled', data: { streamId, replacedBy: second } });
    for (const events of ends)
      run(...events)
        .when(replace)
        .gives();
  });
});

describe('runs with one key', () => {
  const claimed = (owner: string): NameEvent => ({ type: 'NameClaimed', data: { owner } });
  const released = (owner: string): NameEvent => ({ type: 'NameReleased', data: { owner } });
  const line = (...events: readonly NameEvent[]) => given(runLineDecider, ...events);
  const join = (policy: 'reject' | 'replace' | 'queue', seen: readonly string[]): RunLineCommand => ({
    type: 'JoinLine',
    runId: second,
    policy,
    seen,
  });

  test('reject: one at a time', () => {
    line().when(join('reject', [])).gives(claimed(second));
    line(claimed(first), released(first)).when(join('reject', [])).gives(claimed(second));
    line(claimed(first)).when(join('reject', [])).isRefused('run.duplicate');
    refused.add('run.duplicate');
    line(claimed(second)).when(join('reject', [])).gives();
  });

  test('queue: behind the last; replace: in the place of all', () => {
    line(claimed(first))
      .when(join('queue', [first]))
      .gives(claimed(second));
    line(claimed(first), claimed(third))
      .when(join('replace', [first, third]))
      .gives(released(first), released(third), claimed(second));
  });

  test('are looked at again where another came or went meanwhile', () => {
    expect(() => line(claimed(first)).when(join('replace', [])).gives()).toThrow(LineMoved);
    expect(() =>
      line(claimed(first))
        .when(join('queue', [third]))
        .gives(),
    ).toThrow(LineMoved);
  });

  test('leave it once, from any place', () => {
    const leave: RunLineCommand = { type: 'LeaveLine', runId: second };
    const all = line(claimed(first), claimed(second), claimed(third));
    all.when(leave).gives(released(second));
    line(claimed(first)).when(leave).gives();
    expect(line(claimed(first), claimed(second), claimed(third), released(second)).state).toEqual([
      first,
      third,
    ]);
  });
});

/** Seen before a decider is asked, in `request-runs` and among the jobs of trainers. */
const atTheDoor = ['run.nothing-to-train', 'run.file-missing', 'run.result-invalid'];

afterAll(() => {
  const mine = Object.keys(trainingErrors).filter((code) => code.startsWith('run.'));
  expect([...refused, ...atTheDoor].sort()).toEqual(mine.sort());
});
