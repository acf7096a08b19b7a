import type { Confirmation } from '@tutti/contracts/deployment';
import type { Prediction } from '@tutti/vision';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type SoakDecision, SoakCounter, soakState } from './soak';

const policy: Confirmation = { results: 3, minutes: 10, floor: 0.6, whenSilent: 'roll-back' };
const minuteMs = 60_000;

const scored = (score: number): Prediction => ({
  ...{ task: 'classification', label: 'ok', score, probabilities: {}, boxes: [] },
});

class Clock {
  now = 0;
  readonly read = (): number => this.now;
}

function soaking(changes: Partial<Confirmation> = {}) {
  const clock = new Clock();
  const counter = new SoakCounter({ digest: 'new', policy: { ...policy, ...changes }, steady: clock.read });
  const run = (minutes: number): void => {
    for (let minute = 0; minute < minutes; minute++) {
      clock.now += minuteMs;
      counter.look();
    }
  };
  return { clock, counter, run };
}

const brief = (decision: SoakDecision): string => {
  if (decision.kind === 'confirm') return `confirm by ${decision.because}`;
  return decision.kind === 'wait' ? 'wait' : `roll back: ${decision.failure.code}`;
};

describe('a soak', () => {
  it('confirms once as many results were seen as wanted, good enough', () => {
    const { counter } = soaking();
    counter.count('new', scored(0.9));
    counter.count('new', scored(0.5));
    expect(brief(counter.look())).toBe('wait');
    counter.count('new', scored(0.4));
    expect(brief(counter.look())).toBe('confirm by results');
    expect(counter.tally).toEqual({ results: 3, meanScore: 0.6 });
  });

  it('rolls back at once when as many results are too low, long before the time is over', () => {
    const { counter } = soaking();
    for (const score of [0.9, 0.5, 0.39]) counter.count('new', scored(score));
    expect(counter.look()).toEqual({
      kind: 'roll-back',
      failure: {
        code: 'score.low',
        message: 'The mean score of 3 results is 0.597, below the floor of 0.6.',
      },
    });
  });

  it('a picture that it fails on, or a score that is no number, counts as 0', () => {
    const { counter } = soaking();
    counter.fail('new');
    for (const score of [NaN, 7]) counter.count('new', scored(score));
    expect(counter.tally).toEqual({ results: 3, meanScore: 0.333333 });
  });

  it('a detector that finds nothing in a picture has said nothing', () => {
    const { counter, run } = soaking();
    const empty: Prediction = { ...scored(0), task: 'detection', label: '' };
    const box = { label: 'lid', classId: 0, score: 0.8, box: [0, 0, 1, 1] } as const;
    for (let picture = 0; picture < 50; picture++) counter.count('new', empty);
    expect(counter.tally).toEqual({ results: 0, meanScore: null });
    counter.count('new', { ...empty, label: 'lid', score: 0.8, boxes: [box] });
    expect(counter.tally).toEqual({ results: 1, meanScore: 0.8 });
    run(10);
    expect(brief(counter.look())).toBe('confirm by time');
  });

  it('counts the new model only', () => {
    const { counter } = soaking();
    counter.count('old', scored(0.1));
    counter.fail('old');
    expect(counter.tally).toEqual({ results: 0, meanScore: null });
  });

  it.each([
    [[0.7], {}, 'confirm by time'],
    [[0.5], {}, 'roll back: score.low'],
    [[], {}, 'roll back: silent'],
    [[], { whenSilent: 'confirm' }, 'confirm by time'],
  ] as const)('with %j and %j at the end of the time: %s', (scores, changes, expected) => {
    const { counter, run } = soaking(changes);
    for (const score of scores) counter.count('new', scored(score));
    run(9);
    expect(brief(counter.look())).toBe('wait');
    run(1);
    expect(brief(counter.look())).toBe(expected);
  });

  it('what was decided stays decided: later results do not count', () => {
    const { counter } = soaking();
    for (const score of [0.9, 0.9, 0.9, 0, 0, 0]) counter.count('new', scored(score));
    expect(brief(counter.look())).toBe('confirm by results');
    expect(counter.tally).toEqual({ results: 3, meanScore: 0.9 });
  });

  it('hours in which the machine slept are a minute at most', () => {
    const { clock, counter } = soaking({ whenSilent: 'confirm' });
    clock.now += 5 * 3_600_000;
    expect(brief(counter.look())).toBe('wait');
    expect(counter.state.elapsedMs).toBe(minuteMs);
  });

  it('goes on after a restart with what was written, and with the time that it ran', () => {
    const { counter, run } = soaking();
    counter.count('new', scored(0.9));
    run(6);
    const stored = soakState.parse(JSON.parse(JSON.stringify(counter.state)));
    const clock = new Clock();
    const again = new SoakCounter({ digest: 'new', policy, stored, steady: clock.read });
    for (let minute = 0; minute < 3; minute++) {
      clock.now += minuteMs;
      expect(brief(again.look())).toBe('wait');
    }
    clock.now += minuteMs;
    expect(brief(again.look())).toBe('confirm by time');
    expect(again.tally).toEqual({ results: 1, meanScore: 0.9 });
  });

  it('decides the same however often the process dies, when what it saw was written', () => {
    const scores = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 });
    fc.assert(
      fc.property(scores, fc.func(fc.boolean()), (seen, dies) => {
        const options = { digest: 'new', policy, steady: () => 0 };
        const whole = new SoakCounter(options);
        let broken = new SoakCounter(options);
        for (const score of seen) {
          whole.count('new', scored(score));
          broken.count('new', scored(score));
          if (dies(score)) broken = new SoakCounter({ ...options, stored: broken.state });
        }
        expect([broken.look(), broken.tally]).toEqual([whole.look(), whole.tally]);
      }),
    );
  });
});
