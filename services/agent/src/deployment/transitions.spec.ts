import { expect, it } from 'vitest';
import { wishFor } from '../testing/deployable';
import { noDeployments } from './deployment-state';
import { movedTo, told, took } from './transitions';

const taken = took(noDeployments, wishFor(Buffer.from('model')), { startAt: 0, holder: 'one' });

it('waiting for a window changes nothing until another one is waited for: nothing is written meanwhile', () => {
  const waits = (state: typeof taken, until: string, at: number) =>
    movedTo(told(state, { state: 'deferred', until }, at), 'deferred');
  const waiting = waits(taken, '2026-11-28T02:00:00.000Z', 1);
  expect(waiting.open?.stage).toBe('deferred');
  expect(waits(waiting, '2026-11-28T02:00:00.000Z', 2)).toBe(waiting);
  expect(waits(waiting, '2026-11-29T02:00:00.000Z', 3).untold).toHaveLength(2);
});
