import type { Item } from '@tutti/contracts/datasets';
import { describe, expect, it, vi } from 'vitest';
import type { ItemCommand } from '../../../api/items';
import { openEditor } from '../boxes/box-editor';
import type { LabelSession } from './label-session';
import { itemOf, Server } from './server.fixture';
import { takeBack } from './statements';
import { conflictOf } from './verdict';

const says = (classKey: string): ItemCommand => ({
  type: 'label',
  body: { label: { classKey }, by: 'person' },
});

const begun = async (server: Server): Promise<LabelSession> => {
  const session = server.session();
  await session.begin();
  return session;
};
const settled = (session: LabelSession) =>
  vi.waitFor(() =>
    expect(
      session.outbox.state.get().filter(({ standing }) => standing === 'queued' || standing === 'sending'),
    ).toEqual([]),
  );
const standings = (session: LabelSession) =>
  session.outbox.state.get().map(({ item, standing }) => `${item.id} ${standing}`);
/** Of what others have said, as of a moment later. */
const hears = async (server: Server, session: LabelSession, ids: readonly string[]): Promise<void> => {
  const before = session.state.get();
  session.changedByOthers(ids);
  server.timers.at(-1)?.();
  await vi.waitFor(() => expect(session.state.get()).not.toBe(before));
};
const labelOf = (server: Server, id: string) => server.items.get(id)?.label?.label ?? null;

describe('a sitting', () => {
  it('shows one picture after the other and saves what is said of them behind their backs', async () => {
    const server = new Server(['a', 'b']);
    const session = await begun(server);
    session.say(says('dent'), true);
    expect(session.current?.id).toBe('b');
    session.say(says('ok'), true);
    expect(session.current).toBeUndefined();
    await settled(session);
    expect(labelOf(server, 'a')).toEqual({ classKey: 'dent' });
    expect(labelOf(server, 'b')).toEqual({ classKey: 'ok' });
    expect(session.outbox.state.get()).toEqual([]);
  });

  it('begins with the picture that was asked for', async () => {
    const session = new Server(['a', 'b', 'c']).session();
    await session.begin('b');
    expect(session.state.get().items.map(({ id }) => id)).toEqual(['b', 'a', 'c']);
  });

  it('skips, goes back, and shows again what was skipped, but not what is on its way', async () => {
    const server = new Server(['a', 'b', 'c']);
    const session = await begun(server);
    session.go(1);
    session.go(-1);
    session.go(-1);
    expect(session.current?.id).toBe('a');
    session.go(1);
    server.isAway = true;
    session.say(says('ok'), true);
    session.go(1);
    await settled(session);
    await session.restart();
    expect(session.state.get().items.map(({ id }) => id)).toEqual(['a', 'c']);
  });
});

describe('undo', () => {
  it('takes the last statement back and returns to its picture', async () => {
    const server = new Server(['a', 'b']);
    const session = await begun(server);
    session.say(says('dent'), true);
    await settled(session);
    expect(session.undo()).toBe(true);
    expect(session.current?.id).toBe('a');
    await settled(session);
    expect(server.taken.at(-1)).toBe('a withdraw');
    expect(labelOf(server, 'a')).toBeNull();
    expect(session.undo()).toBe(false);
  });

  it('of a label that replaced another one restores that one by its version', () => {
    const label = { classKey: 'ok' };
    const stated = {
      label,
      by: 'person',
      authId: 'user:me',
      at: '',
      schemaVersion: 1,
      reason: null,
      version: 4,
    } as const;
    const before = itemOf('a', { state: 'labelled', label: stated, version: 5 });
    expect(takeBack(before, says('dent'))).toEqual({
      type: 'label',
      body: { label, by: 'person', restores: 4 },
    });
    expect(takeBack({ ...before, state: 'needs-relabel' }, says('dent'))).toEqual({
      type: 'review',
      verdict: 'rejected',
    });
    expect(takeBack(itemOf('a'), { type: 'exclude' })).toEqual({ type: 'restore' });
    expect(takeBack(itemOf('a', { excludedBecause: 'blurred' }), { type: 'restore' })).toEqual({
      type: 'exclude',
      reason: 'blurred',
    });
  });

  it('of what may have been taken waits until that is known', async () => {
    const server = new Server(['a']);
    const session = await begun(server);
    server.losesAnswer = true;
    session.say(says('dent'), true);
    await settled(session);
    session.undo();
    session.outbox.wake();
    await settled(session);
    expect(server.taken).toEqual(['a {"label":{"classKey":"dent"},"by":"person"}', 'a withdraw']);
    expect(labelOf(server, 'a')).toBeNull();
  });
});

describe('what others have said', () => {
  const overtaken = async () => {
    const server = new Server(['a', 'b']);
    const session = await begun(server);
    server.label('a', 'ok');
    session.say(says('dent'), true);
    await vi.waitFor(() => expect(standings(session)).toEqual(['a conflict']));
    return { server, session };
  };

  it('is not taken back once it was left to stand', async () => {
    const { server, session } = await overtaken();
    await session.concede('a');
    expect(session.undo()).toBe(false);
    await settled(session);
    expect(labelOf(server, 'a')).toEqual({ classKey: 'ok' });
  });

  it('is not taken back where a person looked at it again', async () => {
    const { server, session } = await overtaken();
    await session.lookAgain('a', () => undefined);
    expect(session.undo()).toBe(false);
    await settled(session);
    expect(labelOf(server, 'a')).toEqual({ classKey: 'ok' });
  });

  it('since something was saved here is shown before it is overwritten', async () => {
    const server = new Server(['a', 'b']);
    const session = await begun(server);
    session.say(says('dent'), true);
    await settled(session);
    server.label('a', 'ok');
    await hears(server, session, ['a']);
    expect(session.state.get().items[0]).toEqual(server.items.get('a'));
    session.undo();
    await vi.waitFor(() => expect(standings(session)).toEqual(['a conflict']));
    expect(labelOf(server, 'a')).toEqual({ classKey: 'ok' });
  });

  it('holds again when what was insisted on is taken back', async () => {
    const { server, session } = await overtaken();
    await session.insist('a');
    await settled(session);
    expect(labelOf(server, 'a')).toEqual({ classKey: 'dent' });
    session.undo();
    await settled(session);
    expect(standings(session)).toEqual([]);
    expect(labelOf(server, 'a')).toEqual({ classKey: 'ok' });
  });

  it('is not mistaken for what was said here: one statement after the other is taken back', async () => {
    const server = new Server(['a']);
    const session = await begun(server);
    for (const classKey of ['dent', 'ok']) {
      session.say(says(classKey), false);
      await settled(session);
    }
    session.undo();
    session.undo();
    await settled(session);
    await vi.waitFor(() => expect(standings(session)).toEqual([]));
    expect(server.taken.slice(2)).toEqual([
      'a {"label":{"classKey":"dent"},"by":"person","restores":2}',
      'a withdraw',
    ]);
  });
});

describe('statements that stand on each other', () => {
  const away = async (change: Partial<Item> = {}) => {
    const server = new Server(['a', 'b']);
    server.items.set('b', itemOf('b', change));
    const session = server.session();
    await session.begin('a');
    await session.show('b');
    await session.show('a');
    server.isAway = true;
    session.say(says('dent'), false);
    await vi.waitFor(() => expect(standings(session)).toEqual(['a waiting']));
    await session.show('b');
    const back = async () => {
      server.isAway = false;
      session.outbox.wake();
      await settled(session);
      expect(standings(session)).toEqual([]);
      return server.taken.slice(1);
    };
    return { server, session, back };
  };
  const dent = 'b {"label":{"classKey":"dent"},"by":"person"}';

  it('go out one after the other: taken back in, then labelled', async () => {
    const { session, back } = await away({ state: 'excluded' });
    session.say({ type: 'restore' }, false);
    session.say(says('dent'), false);
    expect(await back()).toEqual(['b restore', dent]);
    session.undo();
    session.undo();
    expect(await back()).toEqual(['b restore', dent, 'b withdraw', 'b exclude']);
  });

  it('left out, then taken back in', async () => {
    const { session, back } = await away();
    session.say({ type: 'exclude' }, false);
    session.say({ type: 'restore' }, false);
    expect(await back()).toEqual(['b exclude', 'b restore']);
  });

  it('labelled, then left out: neither is lost, and each is taken back by itself', async () => {
    const { session, back } = await away();
    session.say(says('ok'), false);
    session.say(says('dent'), false);
    session.say({ type: 'exclude' }, false);
    session.undo();
    session.say({ type: 'exclude' }, false);
    expect(await back()).toEqual([dent, 'b exclude']);
  });
});

describe('a network that is away', () => {
  it('loses nothing and says nothing twice', async () => {
    const server = new Server(['a', 'b']);
    const session = await begun(server);
    server.losesAnswer = true;
    session.say(says('dent'), true);
    await vi.waitFor(() => expect(standings(session)).toEqual(['a waiting']));
    session.say(says('ok'), true);
    expect(standings(session)).toEqual(['a waiting', 'b queued']);
    session.outbox.wake();
    await vi.waitFor(() => expect(standings(session)).toEqual([]));
    expect(server.taken.map((one) => one[0])).toEqual(['a', 'b']);
  });

  it('is tried again after a pause, and everything goes out in its order', async () => {
    const server = new Server(['a', 'b']);
    const session = await begun(server);
    server.isAway = true;
    session.say(says('dent'), true);
    await vi.waitFor(() => expect(standings(session)).toEqual(['a waiting']));
    session.say(says('ok'), true);
    server.isAway = false;
    server.timers.at(-1)?.();
    await vi.waitFor(() => expect(standings(session)).toEqual([]));
    expect(server.taken.map((one) => one[0])).toEqual(['a', 'b']);
  });

  it('lets a person change their mind meanwhile: only the last word is said', async () => {
    const server = new Server(['a', 'b']);
    const session = await begun(server);
    server.isAway = true;
    session.go(1);
    session.say(says('dent'), false);
    await vi.waitFor(() => expect(standings(session)).toEqual(['b waiting']));
    session.go(-1);
    session.say(says('dent'), false);
    session.say(says('ok'), false);
    session.undo();
    server.isAway = false;
    session.outbox.wake();
    await vi.waitFor(() => expect(standings(session)).toEqual([]));
    expect(server.taken).toEqual(['b {"label":{"classKey":"dent"},"by":"person"}']);
  });
});

describe('who leaves the page', () => {
  it('finds what was not saved when they come back; nobody else says it meanwhile', async () => {
    const server = new Server(['a', 'b']);
    const session = await begun(server);
    server.isAway = true;
    session.say(says('dent'), true);
    await vi.waitFor(() => expect(standings(session)).toEqual(['a waiting']));
    session.outbox.pause();
    server.isAway = false;
    session.say(says('ok'), true);
    expect(standings(session)).toEqual(['a waiting', 'b queued']);
    session.outbox.wake();
    await vi.waitFor(() => expect(standings(session)).toEqual([]));
    expect(server.taken.map((one) => one[0])).toEqual(['a', 'b']);
  });
});

describe('where somebody was faster', () => {
  const inConflict = async () => {
    const server = new Server(['a', 'b']);
    const session = await begun(server);
    server.label('a', 'ok');
    session.say(says('dent'), true);
    await vi.waitFor(() => expect(standings(session)).toEqual(['a conflict']));
    return { server, session };
  };

  it('neither label is overwritten, and the refusal says whose is there', async () => {
    const { server, session } = await inConflict();
    expect(labelOf(server, 'a')).toEqual({ classKey: 'ok' });
    expect(conflictOf(session.outbox.of('a')?.error)).toMatchObject({
      authId: 'user:other',
      label: { classKey: 'ok' },
      version: 2,
    });
  });

  it('a person can let theirs stand', async () => {
    const { server, session } = await inConflict();
    await session.concede('a');
    expect(standings(session)).toEqual([]);
    expect(session.state.get().items[0]).toEqual(server.items.get('a'));
  });

  it('or insist, of the item as it is now', async () => {
    const { server, session } = await inConflict();
    session.outbox.insist('a');
    await settled(session);
    expect(labelOf(server, 'a')).toEqual({ classKey: 'dent' });
  });

  it('or look again, with what was drawn', async () => {
    const { session } = await inConflict();
    const editor = openEditor([], [], 'dent');
    await session.lookAgain('a', () => editor);
    expect(session.current?.version).toBe(2);
    expect(session.state.get().drafts.get('a')).toBe(editor);
    expect(standings(session)).toEqual([]);
  });

  it('further on in the queue, the picture is not shown any more; the one that is looked at stays', async () => {
    const server = new Server(['a', 'b', 'c']);
    const session = await begun(server);
    for (const id of ['a', 'b']) server.label(id, 'ok');
    await hears(server, session, ['a', 'b', 'unknown']);
    const { items, overtaken } = session.state.get();
    expect(items.map(({ id, version }) => [id, version])).toEqual([
      ['a', 1],
      ['c', 1],
    ]);
    expect([...overtaken.keys()]).toEqual(['a']);
  });
});

it('of two who meet one goes on in the middle of what waits', async () => {
  const session = await begun(new Server(['a', 'b', 'c', 'd', 'e']));
  session.stepAside();
  expect(session.state.get().items.map(({ id }) => id)).toEqual(['a', 'd', 'e', 'b', 'c']);
});

it('what the server refuses for good comes back with why, and can be said anew', async () => {
  const server = new Server(['a']);
  const session = await begun(server);
  const item = server.items.get('a');
  server.items.delete('a');
  session.say(says('dent'), false);
  await vi.waitFor(() => expect(standings(session)).toEqual(['a refused']));
  if (item) server.items.set('a', item);
  session.outbox.insist('a');
  await settled(session);
  expect(labelOf(server, 'a')).toEqual({ classKey: 'dent' });
});
