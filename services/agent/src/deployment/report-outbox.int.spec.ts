import { EventEmitter } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createLog } from '../log';
import { wishFor } from '../testing/deployable';
import { until } from '../testing/until';
import { DeploymentStore } from './deployment-store';
import { ReportOutbox } from './report-outbox';
import { told, took } from './transitions';

const wish = wishFor(Buffer.from('model'));
const { defaultMaxListeners } = EventEmitter;

let root: string;
const warnings: string[] = [];
const onWarning = ({ name }: Error): void => void warnings.push(name);
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'tutti-outbox-'));
  process.on('warning', onWarning);
});
afterEach(async () => {
  process.off('warning', onWarning);
  await rm(root, { recursive: true, force: true });
});

it('a journal that takes nothing for long costs no more than the tries', async () => {
  const store = await DeploymentStore.open(root, createLog('silent', false));
  await store.change((state) =>
    told(took(state, wish, { startAt: 0, holder: 'one' }), { state: 'accepted' }, 0),
  );
  let tries = 0;
  const send = () => Promise.resolve(++tries > 2 * defaultMaxListeners);
  const outbox = new ReportOutbox(store, send, [1, 1]);
  const stop = new AbortController();
  const running = outbox.run(stop.signal).catch(() => undefined);
  await until('it is sent', () => store.state.untold.length === 0);
  stop.abort();
  await running;
  expect(warnings).not.toContain('MaxListenersExceededWarning');
});
