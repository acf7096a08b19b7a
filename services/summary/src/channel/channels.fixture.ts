import { createHmac } from 'node:crypto';
import { Aggregates, MemoryEventLog, MemorySnapshotStore } from '@tutti/event-store';
import { AddressGuard } from './address-guard';
import { channelDecider } from './channel.decider';
import { channelId as id, everything } from './channel.fixture';
import { ChannelSecrets } from './channel-secrets';
import { Channels } from './channels';

/** Channels over a log and a vault in memory. */
export const channelsInMemory = () => {
  const entries = new Map<string, Buffer>();
  const vault = {
    get: async (name: string) => {
      const secret = entries.get(name);
      return secret && { secret, revision: 1 };
    },
    put: async (name: string, secret: Uint8Array) => void entries.set(name, Buffer.from(secret)),
    delete: async (name: string) => void entries.delete(name),
    mac: (purpose: string, value: string) => createHmac('sha256', purpose).update(value).digest('hex'),
  };
  const aggregates = new Aggregates(new MemoryEventLog(), new MemorySnapshotStore());
  const secrets = new ChannelSecrets(vault);
  const channels = new Channels({ aggregates, secrets, guard: new AddressGuard(), vault });
  const leadsTo = async (): Promise<string | undefined> => {
    const { state } = await aggregates.load(channelDecider, id);
    return state.status === 'none' ? undefined : (await secrets.read(id, state.vaultEntry))?.address;
  };
  const define = (address: string, commandId: string) =>
    channels.define(id, { name: 'Line 1', kind: 'teams', route: everything, address }, { commandId });
  return { aggregates, channels, define, entries, leadsTo, secrets };
};
