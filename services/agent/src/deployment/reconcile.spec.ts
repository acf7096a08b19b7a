import type { TwinWish } from '@tutti/contracts/deployment';
import { describe, expect, it } from 'vitest';
import { type DeploymentState, noDeployments } from './deployment-state';
import { nextOf } from './reconcile';
import { activated, confirmed, ended, movedTo, notBroughtBack, restoring, took } from './transitions';
import type { Place, Wish } from './wish';

const digest = 'd'.repeat(64);
const wish: TwinWish = {
  deploymentId: '0199c9a0-0000-7000-8000-000000000001',
  model: {
    modelId: '0199c9a0-0000-7000-8000-0000000000aa',
    name: 'lids',
    version: 'v1.0',
    task: 'image-classification',
    artifact: { digest, bytes: 10 },
  },
  mode: 'replace',
  confirmation: { results: 3, minutes: 60, whenSilent: 'confirm' },
  windows: [],
  jitterSeconds: 0,
  settled: false,
};
const other: TwinWish = { ...wish, deploymentId: '0199c9a0-0000-7000-8000-000000000002' };
const wishes = (of: TwinWish): Wish => ({ kind: 'model', wish: of });
const nothing: Wish = { kind: 'nothing' };
const empty: Place = { mostBytes: 100, running: null, now: 0 };
const there: Place = { ...empty, running: { name: 'lids', version: 'v1.0', digest } };

const open: DeploymentState = took(noDeployments, wish, { startAt: 0, holder: 'one' });
const onTrial = activated(open);
const hourMs = 3_600_000;
const because = (code: string) =>
  ({ state: 'failed', step: 'download', failure: { code, message: '' } }) as const;
const [gone, full] = [because('artifact.gone'), because('disk.full')];
const rolledBack = {
  state: 'rolled-back',
  ...{ failure: { code: 'score.low', message: '' }, restored: null, results: 1, meanScore: 0 },
} as const;
const done = confirmed(onTrial, { state: 'confirmed', results: 3, meanScore: 1 }, 0);
const failed = ended(movedTo(onTrial, 'restoring'), rolledBack, 0);
const what = (state: DeploymentState, wished: Wish | undefined, place = empty): string =>
  nextOf(state, wished, place).do;

describe('with a deployment open', () => {
  it.each([
    ['no word from the platform goes on', undefined, 'work'],
    ['the same wish goes on', wishes(wish), 'work'],
    ['another wish gives it up', wishes(other), 'give-up'],
    ['no wish gives it up', nothing, 'give-up'],
    [
      'a wish that nobody understands gives it up',
      { kind: 'unknown', deploymentId: 'x', reason: '' },
      'give-up',
    ],
    ['a request to stop gives it up', wishes({ ...wish, cancel: 1 }), 'give-up'],
    ['the word that it was confirmed renews it', wishes({ ...wish, settled: true }), 'renew'],
  ] as const)('%s', (_, wished, next) => {
    expect(what(open, wished)).toBe(next);
    expect(what(onTrial, wished)).toBe(next);
  });

  it('what judged before is brought back, whatever is wished meanwhile', () => {
    const back = restoring(onTrial, { state: 'cancelled' });
    expect([wishes(wish), wishes(other), nothing].map((wished) => what(back, wished))).toEqual([
      'work',
      'work',
      'work',
    ]);
  });
});

describe('with nothing open', () => {
  it('a new wish is taken, unless it is too large, is there, or is to stop', () => {
    expect(what(noDeployments, wishes(wish))).toBe('take');
    expect(nextOf(noDeployments, wishes(wish), { ...empty, mostBytes: 9 })).toMatchObject({
      do: 'decline',
      report: { failure: { code: 'model.too-large' } },
    });
    expect(nextOf(noDeployments, wishes(wish), there)).toMatchObject({
      report: { state: 'already-installed' },
    });
    expect(nextOf(noDeployments, wishes({ ...wish, cancel: 1 }), empty)).toMatchObject({
      report: { state: 'cancelled' },
    });
  });

  it('what has ended is not begun again; a request to stop it is answered once by how it ended', () => {
    expect([done, failed].map((state) => what(state, wishes(wish)))).toEqual(['wait', 'wait']);
    expect(nextOf(done, wishes({ ...wish, cancel: 1 }), there)).toMatchObject({
      do: 'answer',
      report: { state: 'cancel-refused', cancel: 1 },
    });
    expect(nextOf(failed, wishes({ ...wish, cancel: 1 }), empty)).toMatchObject({
      do: 'answer',
      report: rolledBack,
    });
  });

  it('what was there already is taken, too, once that is settled: the folder could replace it', () => {
    const settled = { ...wish, settled: true };
    const found = ended(open, { state: 'already-installed' }, 0);
    expect(what(found, wishes(wish), there)).toBe('wait');
    expect(what(found, wishes(settled), there)).toBe('take');
  });

  it('what was confirmed comes back where it is not, but not again and again', () => {
    const settled = { ...wish, settled: true };
    expect([what(done, wishes(settled), there), what(done, wishes(settled))]).toEqual(['wait', 'take']);
    const inVain = notBroughtBack(took(done, settled, { startAt: 0, holder: 'one' }), gone, { at: 0 });
    expect(what(inVain, wishes(settled))).toBe('wait');
  });

  it('what was confirmed and cannot come back for a full disk is tried again an hour later', () => {
    const settled = { ...wish, settled: true };
    const again = took(done, settled, { startAt: 0, holder: 'one' });
    const inVain = notBroughtBack(again, full, { at: 1000, retryAt: 1000 + hourMs });
    const at = (now: number): string => what(inVain, wishes(settled), { ...empty, now });
    expect([at(1000), at(hourMs), at(1000 + hourMs)]).toEqual(['wait', 'wait', 'take']);
    // Its clock was set back meanwhile.
    expect(at(-1)).toBe('take');
  });

  it('that it cannot come back is told, once', () => {
    const settled = { ...wish, settled: true };
    const again = (state: DeploymentState) => took(state, settled, { startAt: 0, holder: 'one' });
    const once = notBroughtBack(again(done), full, { at: 5, retryAt: 6 });
    const { deploymentId } = wish;
    expect(once.untold).toEqual([...done.untold, { deploymentId, at: 5, report: full }]);
    const twice = notBroughtBack(again(once), gone, { at: 7 });
    expect(twice.untold).toEqual(once.untold);
    expect(what(twice, wishes(settled), { ...empty, now: 2 * hourMs })).toBe('wait');
  });
});
