import { describe, expect, test } from 'vitest';
import { channelDecider } from './channel.decider';
import { channelId as id, everything } from './channel.fixture';
import { ChannelSecrets } from './channel-secrets';
import { channelsInMemory } from './channels.fixture';

const one = 'https://example.com/hooks/one-000001';
const two = 'https://example.com/hooks/two-000002';
const three = 'https://example.com/hooks/three-000003';

describe('where a channel leads', () => {
  test('is not changed by the request that defined it, when that comes again', async () => {
    const { channels, define, entries, leadsTo } = channelsInMemory();
    await define(one, 'key:1');
    await channels.change(id, { address: two }, { expectedVersion: 1 });
    expect(await leadsTo()).toBe(two);
    expect(await define(one, 'key:1')).toMatchObject({ appended: false });
    expect(await leadsTo()).toBe(two);
    expect(entries.size).toBe(1);
  });

  test('is not changed by what is refused', async () => {
    const { channels, define, entries, leadsTo } = channelsInMemory();
    await define(one, 'key:1');
    const code = 'request.idempotency-key-reused';
    await expect(define(two, 'key:2')).rejects.toMatchObject({ code });
    const stale = channels.change(id, { address: three }, { expectedVersion: 7 });
    await expect(stale).rejects.toMatchObject({ code: 'aggregate.stale-version' });
    expect(await leadsTo()).toBe(one);
    expect(entries.size).toBe(1);
  });

  test('is set anew where the vault has another key', async () => {
    const { channels, define, leadsTo, otherKey } = channelsInMemory();
    await define(one, 'key:1');
    otherKey();
    expect(await leadsTo()).toBeUndefined();
    await channels.change(id, { address: two }, { expectedVersion: 1 });
    expect(await leadsTo()).toBe(two);
  });

  test('is set anew with the secret that is lost, where the kind needs one', async () => {
    const { channels, define, leadsTo, otherKey } = channelsInMemory();
    await define(one, 'key:1', { kind: 'webhook', secret: 'a-secret-of-24-characters' });
    otherKey();
    const alone = channels.change(id, { address: two }, { expectedVersion: 1 });
    await expect(alone).rejects.toMatchObject({ code: 'channel.secret-missing' });
    const secret = 'another-secret-24-letters';
    await channels.change(id, { address: two, secret }, { expectedVersion: 1 });
    expect(await leadsTo()).toBe(two);
  });

  test('is read again where a replica of the vault is behind', async () => {
    const answers = [null, Buffer.from(JSON.stringify({ address: one }))];
    const get = async () => {
      const secret = answers.shift();
      return secret ? { secret, revision: 1 } : undefined;
    };
    const unused = () => Promise.reject(new Error('not written here'));
    const secrets = new ChannelSecrets({ get, put: unused, delete: unused }, 0);
    expect(await secrets.read(id, 'entry')).toEqual({ address: one });
    expect(await secrets.read(id, 'entry')).toBeUndefined();
  });

  test('is what the faster of two says who saw the same', async () => {
    const { channels, define, entries, leadsTo } = channelsInMemory();
    await define(one, 'key:1');
    const both = await Promise.allSettled(
      [two, three].map((address) => channels.change(id, { address }, { expectedVersion: 1 })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await leadsTo()).toBe(both[0]?.status === 'fulfilled' ? two : three);
    expect(entries.size).toBe(1);
  });

  test('is forgotten with it, and does not come back', async () => {
    const { channels, define, entries } = channelsInMemory();
    await define(one, 'key:1');
    await channels.remove(id, {});
    expect(entries.size).toBe(0);
    await define(one, 'key:1');
    await expect(define(one, 'other:1')).rejects.toMatchObject({ code: 'channel.not-found' });
    expect(entries.size).toBe(0);
  });

  test('is read of a channel that was defined before entries had names of their own', async () => {
    const { aggregates, channels, entries, leadsTo } = channelsInMemory();
    const older = {
      name: 'Line 1',
      kind: 'teams',
      route: everything,
      shownAs: 'x',
      fromEnvironment: false,
    } as const;
    await aggregates.handle(channelDecider, id, { type: 'DefineChannel', ...older });
    entries.set(`summary.channel.${id}`, Buffer.from(JSON.stringify({ address: one })));
    expect(await leadsTo()).toBe(one);
    await channels.change(id, { address: two }, { expectedVersion: 1 });
    expect(await leadsTo()).toBe(two);
    expect(entries.size).toBe(1);
  });
});
