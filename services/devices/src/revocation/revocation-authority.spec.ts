import { silentLogger } from '@tutti/runtime';
import { describe, expect, test } from 'vitest';
import { RevocationAuthority } from './revocation-authority';

const until = new Date('2026-01-02T00:00:00Z');

const world = () => {
  const state = {
    list: new Map<string, Date>(),
    settled: true,
    reachable: true,
    epoch: 0,
    server: ['unknown'],
    pushes: 0,
  };
  const authority = new RevocationAuthority({
    list: async () => new Map(state.list),
    settled: async () => {
      if (!state.settled) throw new Error('behind');
    },
    epoch: () => state.epoch,
    push: async (list) => {
      if (!state.reachable) throw new Error('unreachable');
      state.pushes++;
      state.server = [...list.keys()];
    },
    stands: async () => JSON.stringify(state.server) === JSON.stringify([...state.list.keys()]),
    clock: { now: () => new Date('2026-01-01T00:00:00Z') },
    logger: silentLogger,
  });
  return { state, authority };
};

describe('the revocation authority', () => {
  test('tells the server at its first look, even that nobody is revoked', async () => {
    const { state, authority } = world();
    expect(await authority.look()).toBe(true);
    expect(state).toMatchObject({ server: [], pushes: 1 });
  });

  test('tells it what changed, and nothing else', async () => {
    const { state, authority } = world();
    await authority.look();
    await authority.look();
    expect(state.pushes).toBe(1);
    state.list.set('a', until);
    await authority.look();
    expect(state).toMatchObject({ server: ['a'], pushes: 2 });
    state.list.delete('a');
    await authority.look();
    expect(state).toMatchObject({ server: [], pushes: 3 });
  });

  test('tries for ever', async () => {
    const { state, authority } = world();
    state.list.set('a', until);
    state.reachable = false;
    for (let look = 0; look < 50; look++) expect(await authority.look()).toBe(false);
    state.reachable = true;
    expect(await authority.look()).toBe(true);
    expect(state.server).toEqual(['a']);
  });

  test('lets nobody in again because its read model is being filled', async () => {
    const { state, authority } = world();
    state.list.set('a', until);
    await authority.look();
    state.list.clear();
    state.settled = false;
    expect(await authority.look()).toBe(false);
    expect(state.server).toEqual(['a']);
  });

  test('tells a server that came back anew', async () => {
    const { state, authority } = world();
    await authority.look();
    state.server = ['unknown'];
    state.epoch++;
    await authority.look();
    expect(state.server).toEqual([]);
  });

  test('notices that another replica, which had stood still, pushed an older list', async () => {
    const { state, authority } = world();
    state.list.set('a', until);
    await authority.look();
    state.server = [];
    for (let look = 0; look < 10; look++) await authority.look();
    expect(state).toMatchObject({ server: ['a'], pushes: 2 });
  });
});
