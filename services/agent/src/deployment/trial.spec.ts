import { beforeEach, describe, expect, it } from 'vitest';
import { createLog } from '../log';
import { wishFor } from '../testing/deployable';
import type { OpenDeployment } from './deployment-state';
import { noDeployments } from './deployment-state';
import { Progress } from './progress';
import { activated, took } from './transitions';
import { Trial } from './trial';

const wish = wishFor(Buffer.from('model'), {
  confirmation: { results: 1000, minutes: 60, whenSilent: 'confirm' },
});
const { open } = activated(took(noDeployments, wish, { startAt: 0, holder: 'one' }));
if (open === null) throw new Error('nothing is open');

let saved: (number | undefined)[];
let steady: number;
let trial: Trial;
let judges: boolean;
beforeEach(() => {
  [saved, steady, judges] = [[], 0, true];
  trial = new Trial({
    save: ({ soak }) => Promise.resolve(saved.push(soak?.results)),
    progress: new Progress(() => undefined),
    judges: (digest) => judges && digest === wish.model.artifact.digest,
    steady: () => steady,
    log: createLog('silent', false),
  });
});

/** A result, and one look at it. */
async function lookAt(second: number, results = 1): Promise<void> {
  steady = second * 1000;
  const counter = trial.watch(open as OpenDeployment);
  for (let result = 0; result < results; result++) counter.fail(wish.model.artifact.digest);
  const stop = new AbortController();
  const soaking = trial.soak(open as OpenDeployment, stop.signal);
  stop.abort();
  await soaking;
}

describe('a trial', () => {
  it('writes down what it counted four times a minute at most', async () => {
    for (let second = 1; second <= 60; second++) await lookAt(second);
    expect(saved).toEqual([15, 30, 45, 60]);
  });

  it('writes down once a minute that time passes where nothing else does', async () => {
    for (let second = 1; second <= 120; second++) await lookAt(second, 0);
    expect(saved).toEqual([0, 0]);
  });

  it('lasts as long as its model judges: nothing is confirmed that another one stands in for', async () => {
    judges = false;
    for (let second = 0; second <= 7200; second += 30) await lookAt(second, 0);
    expect(trial.counted.soak?.elapsedMs).toBe(0);
    judges = true;
    for (let second = 7230; second <= 7290; second += 30) await lookAt(second, 0);
    expect(trial.counted.soak?.elapsedMs).toBe(90_000);
  });
});
