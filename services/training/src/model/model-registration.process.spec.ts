import fc from 'fast-check';
import type { RunEvent } from '@tutti/contracts/training';
import type { Recorded } from '@tutti/kernel';
import { describe, expect, test } from 'vitest';
import { evaluation, model, runId, streamId } from './model.fixture';
import { modelRegistrationProcess as process, type RegistrationState } from './model-registration.process';

const succeeded = (id: string, version = 1, of = streamId): Recorded<RunEvent> => {
  const { metrics, variants, gate, evaluation: report } = evaluation;
  const { name, task, labels, artifact, signature, data } = model;
  return {
    aggregateId: id,
    event: {
      type: 'RunSucceeded',
      data: {
        streamId: of,
        name,
        solution: { key: 'image-classification', version },
        task: task === 'tensors' ? 'image-classification' : task,
        attempt: 1,
        ...{ artifact, signature, labels, metrics, variants, gate, data },
        evaluation: report,
        items: { train: 60, validation: 20, test: 20 },
        seconds: { train: 3 },
      },
    },
  } as Partial<Recorded<RunEvent>> as Recorded<RunEvent>;
};

const replay = (inputs: readonly Recorded<RunEvent>[]): readonly string[] => {
  const states = new Map<string, RegistrationState>();
  return inputs.flatMap((recorded) => {
    const stream = process.correlate(recorded);
    if (stream === undefined) return [];
    const { state = {}, outgoing = [] } = process.react(
      states.get(stream) ?? process.initialState,
      { kind: 'event', recorded },
      stream,
    );
    states.set(stream, state);
    return outgoing.map(({ runId: run, model: made }) => `${run}: ${made.modelVersion}`);
  });
};

const other = '0191e5a0-0000-7000-8000-0000000000ff';

describe('registration of what runs leave (requirements §2)', () => {
  test('a run that succeeded becomes a model with its judgement', () => {
    const { outgoing } = process.react({}, { kind: 'event', recorded: succeeded(runId) }, streamId);
    expect(outgoing).toEqual([{ type: 'RegisterRunModel', runId, model, evaluation }]);
  });

  test('N counts the successes of the stream with that version of the solution, from 0', () => {
    const runs = [
      succeeded('a'),
      succeeded('b'),
      succeeded('c', 2),
      succeeded('d', 1, other),
      succeeded('e', 2),
      succeeded('f'),
    ];
    expect(replay(runs)).toEqual(['a: v1.0', 'b: v1.1', 'c: v2.0', 'd: v1.0', 'e: v2.1', 'f: v1.2']);
  });

  test('runs that end otherwise leave nothing', () => {
    const failed = {
      aggregateId: 'x',
      event: { type: 'RunFailed', data: { streamId, code: 'x', message: 'x' } },
    } as Partial<Recorded<RunEvent>> as Recorded<RunEvent>;
    expect(replay([failed, succeeded('a')])).toEqual(['a: v1.0']);
  });

  test('replayed, it gives the same numbers; each stands for one run of its stream', () => {
    const wanted = fc.record({
      version: fc.integer({ min: 1, max: 3 }),
      stream: fc.constantFrom(streamId, other),
    });
    fc.assert(
      fc.property(fc.array(wanted), (all) => {
        const runs = all.map(({ version, stream }, n) => succeeded(`${stream}/${n}`, version, stream));
        const numbers = replay(runs);
        expect(replay(runs)).toEqual(numbers);
        expect(new Set(numbers.map((line) => line.replace(/\/\d+/, ''))).size).toBe(runs.length);
      }),
    );
  });
});
