import type { Vault } from '@tutti/service-kit';
import { z } from 'zod';

const stored = z.object({ address: z.string(), secret: z.string().optional() });

/** Where a channel leads, and what proves to the receiver that it is us. */
export type ChannelSecret = z.infer<typeof stored>;

/**
 * Addresses and secrets of channels, in the vault: the query of a webhook's address is its password. Each that is set has
 * an entry of its own, and the log says which one counts; that of an older channel is under its id alone.
 */
export class ChannelSecrets {
  constructor(private readonly vault: Pick<Vault, 'get' | 'put' | 'delete'>) {}

  async read(channelId: string, entry: string | undefined): Promise<ChannelSecret | undefined> {
    const found = await this.vault.get(nameOf(channelId, entry));
    return found && stored.parse(JSON.parse(found.secret.toString('utf8')));
  }

  async write(channelId: string, entry: string, secret: ChannelSecret): Promise<void> {
    await this.vault.put(nameOf(channelId, entry), Buffer.from(JSON.stringify(secret)));
  }

  async forget(channelId: string, entry: string | undefined): Promise<void> {
    await this.vault.delete(nameOf(channelId, entry));
  }
}

const nameOf = (channelId: string, entry: string | undefined): string =>
  ['summary.channel', channelId, ...(entry === undefined ? [] : [entry])].join('.');
