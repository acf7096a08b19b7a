import { createHmac } from 'node:crypto';
import type { DefineChannel } from '@tutti/contracts/summary';
import { Aggregates, MemoryEventLog, MemorySnapshotStore } from '@tutti/event-store';
import { VaultUnreadable } from '@tutti/service-kit';
import { AddressGuard } from './address-guard';
import { channelDecider } from './channel.decider';
import { channelId as id, everything } from './channel.fixture';
import { ChannelSecrets } from './channel-secrets';
import { Channels } from './channels';

type Kept = Pick<DefineChannel, 'kind' | 'secret'>;

/** Channels over a log and a vault in memory. */
export const channelsInMemory = () => {
  const sealedByAnother = new Set<string>();
  const entries = new Map<string, Buffer>();
  const vault = {
    get: async (name: string) => {
      if (sealedByAnother.has(name)) throw new VaultUnreadable(`The vault entry ${name}`);
      const secret = entries.get(name);
      return secret && { secret, revision: 1 };
    },
    put: async (name: string, secret: Uint8Array) => void entries.set(name, Buffer.from(secret)),
    delete: async (name: string) => void entries.delete(name),
    mac: (purpose: string, value: string) => createHmac('sha256', purpose).update(value).digest('hex'),
  };
  /** As after a restore with another key file. */
  const otherKey = () => {
    for (const name of entries.keys()) sealedByAnother.add(name);
  };
  const aggregates = new Aggregates(new MemoryEventLog(), new MemorySnapshotStore());
  const secrets = new ChannelSecrets(vault, 0);
  const channels = new Channels({ aggregates, secrets, guard: new AddressGuard(), vault });
  const leadsTo = async (): Promise<string | undefined> => {
    const { state } = await aggregates.load(channelDecider, id);
    return state.status === 'none' ? undefined : (await secrets.read(id, state.vaultEntry))?.address;
  };
  const define = (address: string, commandId: string, kept: Kept = { kind: 'teams' }) =>
    channels.define(id, { name: 'Line 1', route: everything, address, ...kept }, { commandId });
  return { aggregates, channels, define, entries, leadsTo, otherKey, secrets };
};
