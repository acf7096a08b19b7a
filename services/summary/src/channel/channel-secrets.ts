import { setTimeout as pause } from 'node:timers/promises';
import { VaultUnreadable, type Vault } from '@tutti/service-kit';
import { z } from 'zod';

const stored = z.object({ address: z.string(), secret: z.string().optional() });

/** Where a channel leads, and what proves to the receiver that it is us. */
export type ChannelSecret = z.infer<typeof stored>;

/** A replica of the vault may be behind the log, which speaks of an entry that it has not got yet: by moments. */
const behindMs = 1000;

/**
 * Addresses and secrets of channels, in the vault: the query of a webhook's address is its password. Each that is set has
 * an entry of its own, and the log says which one counts; that of an older channel is under its id alone.
 */
export class ChannelSecrets {
  constructor(
    private readonly vault: Pick<Vault, 'get' | 'put' | 'delete'>,
    private readonly againMs = behindMs,
  ) {}

  /** Undefined where the vault has lost it, or where it was sealed with another key: it must be set again. */
  async read(channelId: string, entry: string | undefined): Promise<ChannelSecret | undefined> {
    const name = nameOf(channelId, entry);
    try {
      const found = (await this.vault.get(name)) ?? (await this.#again(name));
      return found && stored.parse(JSON.parse(found.secret.toString('utf8')));
    } catch (error) {
      if (error instanceof VaultUnreadable) return undefined;
      throw error;
    }
  }

  async write(channelId: string, entry: string, secret: ChannelSecret): Promise<void> {
    await this.vault.put(nameOf(channelId, entry), Buffer.from(JSON.stringify(secret)));
  }

  async forget(channelId: string, entry: string | undefined): Promise<void> {
    await this.vault.delete(nameOf(channelId, entry));
  }

  async #again(name: string): ReturnType<Vault['get']> {
    await pause(this.againMs);
    return this.vault.get(name);
  }
}

const nameOf = (channelId: string, entry: string | undefined): string =>
  ['summary.channel', channelId, ...(entry === undefined ? [] : [entry])].join('.');
