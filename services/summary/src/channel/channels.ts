import type { ChangeChannel, ChannelKind, DefineChannel } from '@tutti/contracts/summary';
import { commonErrors } from '@tutti/contracts/common';
import type { Aggregates, Handled, HandleOptions } from '@tutti/event-store';
import { DomainError } from '@tutti/kernel';
import { commandOptions, keyedCommandId, type CommandOptions, type Vault } from '@tutti/service-kit';
import { v7 as uuid } from 'uuid';
import { refused } from '../refused.decider';
import type { AddressGuard } from './address-guard';
import { channelDecider, type ChannelCommand } from './channel.decider';
import type { ChannelSecret, ChannelSecrets } from './channel-secrets';
import type { ChannelState } from './channel.state';
import { shownAddress } from './shown-address';

export interface ChannelsParts {
  readonly aggregates: Aggregates;
  readonly secrets: ChannelSecrets;
  readonly guard: Pick<AddressGuard, 'check'>;
  readonly vault: Pick<Vault, 'mac'>;
}

type Answer = Promise<Handled<ChannelState>>;

const needsSecret: ReadonlySet<ChannelKind> = new Set(['webhook', 'summary-server']);

const checkSecret = (kind: ChannelKind, secret: string | undefined): void => {
  if (secret !== undefined || !needsSecret.has(kind)) return;
  const use = kind === 'webhook' ? 'It signs what is sent.' : 'It is the key that the summary server gave.';
  throw refused('channel.secret-missing', use);
};

/** Channels with what the log must not know of them. */
export class Channels {
  constructor(private readonly parts: ChannelsParts) {}

  /** Of a request whose body holds an address. */
  options(input: Parameters<typeof commandOptions>[0], body: unknown): CommandOptions {
    const { commandId, ...options } = commandOptions(input);
    return { ...options, ...keyedCommandId(this.parts.vault, 'summary', commandId, body) };
  }

  /** Throws `channel.address-forbidden` and `channel.secret-missing`. */
  async define(
    id: string,
    { address, secret, ...channel }: DefineChannel & { readonly fromEnvironment?: boolean },
    options: HandleOptions = {},
  ): Answer {
    this.parts.guard.check(address);
    checkSecret(channel.kind, secret);
    const held = { address, ...(secret === undefined ? {} : { secret }) };
    const command = (vaultEntry: string) =>
      ({
        type: 'DefineChannel',
        fromEnvironment: false,
        ...channel,
        shownAs: shownAddress(address),
        vaultEntry,
      }) as const;
    return this.#keyed(id, held, command, options);
  }

  /**
   * Throws `channel.not-found`, `channel.nothing-changed`, `channel.from-environment`, `channel.address-forbidden`; and
   * `channel.secret-missing` where the vault has lost it.
   */
  async change(
    id: string,
    { address, secret, ...changes }: ChangeChannel,
    options: HandleOptions,
    byEnvironment = false,
  ): Answer {
    const { aggregates, guard, secrets } = this.parts;
    const { state } = await aggregates.load(channelDecider, id);
    const known = state.status === 'defined' ? await secrets.read(id, state.vaultEntry) : undefined;
    const next = rekeyed(known, address, secret);
    const command = { type: 'ChangeChannel', ...changes, byEnvironment } as const;
    if (!next) return this.handle(id, command, options);
    guard.check(next.address);
    if (state.status === 'defined') checkSecret(state.kind, next.secret);
    const shownAs = shownAddress(next.address);
    const handled = await this.#keyed(
      id,
      next,
      (vaultEntry) => ({ ...command, rekeyed: { shownAs, vaultEntry } }),
      options,
    );
    if (handled.appended && state.status === 'defined') await secrets.forget(id, state.vaultEntry);
    return handled;
  }

  async remove(id: string, options: HandleOptions, reason?: string): Answer {
    const own = reason === undefined ? {} : { reason, byEnvironment: true };
    const handled = await this.handle(id, { type: 'RemoveChannel', ...own }, options);
    await this.forget(id, handled.state);
    return handled;
  }

  /** Of one that was removed nothing is kept. */
  async forget(id: string, state: ChannelState): Promise<void> {
    if (state.status === 'removed') await this.parts.secrets.forget(id, state.vaultEntry);
  }

  handle(id: string, command: ChannelCommand, options: HandleOptions): Answer {
    return this.parts.aggregates.handle(channelDecider, id, command, options);
  }

  /**
   * The vault has what it is sent with before the log speaks of it, under a name of its own: a request that is repeated,
   * refused or slower than another changes nothing that counts.
   */
  async #keyed(
    id: string,
    held: ChannelSecret,
    command: (vaultEntry: string) => ChannelCommand,
    options: HandleOptions,
  ): Answer {
    const { secrets } = this.parts;
    const vaultEntry = uuid();
    await secrets.write(id, vaultEntry, held);
    try {
      const handled = await this.handle(id, command(vaultEntry), options);
      if (!handled.appended) await secrets.forget(id, vaultEntry);
      return handled;
    } catch (error) {
      if (isRefusal(error)) await secrets.forget(id, vaultEntry);
      throw error;
    }
  }
}

/** Not in the log for certain; after a lost acknowledgement it may be. */
const isRefusal = (error: unknown): boolean =>
  error instanceof DomainError && error.code !== commonErrors['log.unavailable'].code;

/** What the vault has to say from now on; `undefined` when it says that already. */
const rekeyed = (
  known: ChannelSecret | undefined,
  address: string | undefined,
  secret: string | undefined,
): ChannelSecret | undefined => {
  const nextAddress = address ?? known?.address;
  const nextSecret = secret ?? known?.secret;
  if (nextAddress === undefined) return undefined;
  if (nextAddress === known?.address && nextSecret === known.secret) return undefined;
  return { address: nextAddress, ...(nextSecret === undefined ? {} : { secret: nextSecret }) };
};
