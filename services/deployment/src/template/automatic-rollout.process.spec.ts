import type { ModelEvent } from '@tutti/contracts/training';
import type { Recorded } from '@tutti/kernel';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  automaticRolloutProcess as process,
  type AutomaticRolloutState,
  type RollOutModel,
} from './automatic-rollout.process';

const streamId = '0191e5a0-0000-7000-8000-000000000001';
type Told = readonly [type: ModelEvent['type'], data?: object];

const registered: Told = ['ModelRegistered', { streamId }];
const judged = (passes: boolean): Told => ['ModelEvaluated', { gate: { passes } }];
const signed: Told = ['ModelSigned'];
const retired: Told = ['ModelRetired'];

/** What a model's history leads to. */
const after = (...history: readonly Told[]): readonly RollOutModel[] => {
  let state: AutomaticRolloutState | undefined;
  return history.flatMap(([type, data = {}], index) => {
    const event = { type, data };
    const recorded = { event, aggregateId: 'm', position: index + 1 } as unknown as Recorded<ModelEvent>;
    const reaction = process.react(state ?? process.initialState, { kind: 'event', recorded }, 'm');
    state = reaction.state;
    return reaction.outgoing ?? [];
  });
};

describe('a model goes out by itself', () => {
  test('once it is registered, passes its gate and is signed', () => {
    const wanted = (position: number) => [{ type: 'RollOutModel', modelId: 'm', streamId, position }];
    expect(after(registered, judged(true), signed)).toEqual(wanted(3));
    expect(after(registered, signed, judged(true))).toEqual(wanted(3));
  });

  test.each<[string, readonly Told[]]>([
    ['that is not signed', [registered, judged(true)]],
    ['that nobody has judged', [registered, signed]],
    ['that does not pass', [registered, judged(false), signed]],
    ['that was retired before', [registered, judged(true), retired, signed]],
    ['that was imported', [['ModelRegistered', {}], judged(true), signed]],
  ])('but not one %s', (_, history) => expect(after(...history)).toEqual([]));

  test('once, whatever is said of it later', () =>
    fc.assert(
      fc.property(fc.array(fc.constantFrom(judged(true), signed, retired, judged(false))), (more) => {
        expect(after(registered, judged(true), signed, ...more)).toHaveLength(1);
      }),
    ));
});
