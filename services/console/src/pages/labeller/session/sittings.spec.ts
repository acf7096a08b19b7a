import { expect, test, vi } from 'vitest';
import { openEditor } from '../boxes/box-editor';
import { Server } from './server.fixture';
import { Sittings, type Sitting } from './sittings';

const queue: Sitting = { userId: 'me', datasetId: 'd', q: '', sort: 'score' };
const filtered: Sitting = { ...queue, q: 'state==labelled' };

const unsaved = async () => {
  const server = new Server(['a', 'b']);
  const sittings = new Sittings((_, former) => server.session(former));
  const session = sittings.open(filtered);
  sittings.keep(filtered, session);
  await session.begin();
  server.isAway = true;
  session.say({ type: 'label', body: { label: { classKey: 'dent' }, by: 'person' } }, true);
  await vi.waitFor(() => expect(session.outbox.of('a')?.standing).toBe('waiting'));
  session.outbox.pause();
  return { server, sittings, session };
};

test('what was not saved of a filter is there, and is saved, when the dataset is labelled without one', async () => {
  const { server, sittings } = await unsaved();
  const session = sittings.open(queue);
  sittings.keep(queue, session);
  expect(session.outbox.of('a')?.standing).toBe('waiting');
  server.isAway = false;
  await session.begin();
  session.outbox.wake();
  await vi.waitFor(() => expect(sittings.isUnsaved).toBe(false));
  expect(server.items.get('a')?.label?.label).toEqual({ classKey: 'dent' });
  expect(session.state.get().said).toMatchObject([{ version: 2 }]);
});

test('the same address finds the same sitting; another dataset or person finds none of it', async () => {
  const { sittings, session } = await unsaved();
  expect(sittings.open(filtered)).toBe(session);
  for (const other of [
    { ...queue, datasetId: 'e' },
    { ...queue, userId: 'you' },
  ])
    expect(sittings.open(other).outbox.state.get()).toEqual([]);
});

test('the window asks as long as something is held, wherever its reader is', async () => {
  const { server, sittings, session } = await unsaved();
  expect(sittings.isUnsaved).toBe(true);
  server.isAway = false;
  session.outbox.wake();
  await vi.waitFor(() => expect(sittings.isUnsaved).toBe(false));
  const empty = openEditor([], [], 'dent');
  const drawn = openEditor([{ classKey: 'dent', x: 1, y: 1, w: 5, h: 5 }], [], 'dent');
  session.draft('b', { ...drawn, history: { ...drawn.history, past: [empty.history.present] } });
  expect(sittings.isUnsaved).toBe(true);
});
