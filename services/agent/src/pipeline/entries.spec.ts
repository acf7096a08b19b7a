import { telemetryBatches } from '@tutti/contracts/devices';
import type { Model, Prediction } from '@tutti/vision';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitLabels } from '../engine/fit-labels';
import { failureEntry, inferenceEntry } from './entries';

const reference = { name: 'm', version: 'v1', digest: 'a'.repeat(64), task: 'classification' as const };
const active = (labels: readonly string[]) => ({
  model: {} as Model,
  reference,
  path: 'm.onnx',
  labels: fitLabels(labels),
});
const share = fc.double({ min: 0, max: 1, noNaN: true });
const box = fc.tuple(share, share, share, share);

const prediction: fc.Arbitrary<{ labels: string[]; prediction: Prediction }> = fc
  .uniqueArray(fc.oneof(fc.string({ minLength: 1, maxLength: 60 }), fc.constant('__proto__')), {
    minLength: 1,
    maxLength: 30,
  })
  .chain((labels) =>
    fc.record({
      labels: fc.constant(labels),
      prediction: fc.record({
        task: fc.constantFrom('classification' as const, 'detection' as const),
        label: fc.constantFrom('', ...labels),
        score: share,
        probabilities: fc
          .array(share, { minLength: labels.length, maxLength: labels.length })
          .map((weights) => {
            const sum = weights.reduce((a, b) => a + b, 0) || 1;
            return Object.fromEntries(labels.map((label, i) => [label, (weights[i] ?? 0) / sum]));
          }),
        boxes: fc.array(
          fc.record({ label: fc.constantFrom(...labels), classId: fc.nat(1000), score: share, box }),
          { maxLength: 150 },
        ),
      }),
    }),
  );
const observation = fc.record({
  file: fc.string({ maxLength: 400 }),
  at: fc.integer({ min: 0, max: 4_000_000_000_000 }),
  truth: fc.option(fc.string({ maxLength: 60 }), { nil: undefined }),
});

describe('telemetry entries', () => {
  it('keep within the contract, whatever a model predicts', () => {
    fc.assert(
      fc.property(prediction, observation, share, ({ labels, prediction: said }, seen, latency) => {
        const entry = inferenceEntry(seen, active(labels), said, latency * 1000);
        telemetryBatches.inference.parse({ journal: 'j', entries: [{ seq: 1, ...entry }] });
      }),
    );
  });

  it('say of a failure what fits', () => {
    fc.assert(
      fc.property(
        observation,
        fc.string({ maxLength: 2000 }),
        fc.string({ maxLength: 200 }),
        (seen, message, type) => {
          const entry = failureEntry(seen, undefined, { type, message });
          telemetryBatches.failure.parse({ journal: 'j', entries: [{ seq: 1, ...entry }] });
        },
      ),
    );
  });

  it('leave out scores that are no distribution', () => {
    const said: Prediction = {
      task: 'classification',
      label: 'a',
      score: 0.9,
      probabilities: { a: 0.9, b: 0.8 },
      boxes: [],
    };
    expect(inferenceEntry({ file: 'x', at: 0 }, active(['a', 'b']), said, 1).probabilities).toEqual({});
  });

  it('shorten the truth as they shorten the label, so that the two compare', () => {
    const long = 'x'.repeat(50);
    const said: Prediction = {
      task: 'classification',
      label: long,
      score: 1,
      probabilities: { [long]: 1 },
      boxes: [],
    };
    const entry = inferenceEntry({ file: 'x', at: 0, truth: long }, active([long]), said, 1);
    expect(entry.truth).toBe(entry.label);
  });

  it('say how large their picture was, where that is known', () => {
    const said: Prediction = {
      task: 'classification',
      label: 'a',
      score: 1,
      probabilities: { a: 1 },
      boxes: [],
    };
    expect(inferenceEntry({ file: 'x', at: 0, bytes: 1234 }, active(['a']), said, 1).inputBytes).toBe(1234);
    expect(inferenceEntry({ file: 'x', at: 0 }, active(['a']), said, 1)).not.toHaveProperty('inputBytes');
  });
});
