import type { ChannelEvent, ChannelKind, ChannelRoute, DeliveryFailure } from '@tutti/contracts/summary';

export interface DefinedChannel {
  readonly status: 'defined';
  readonly name: string;
  readonly kind: ChannelKind;
  readonly shownAs: string;
  readonly route: ChannelRoute;
  readonly fromEnvironment: boolean;
  readonly enabled: boolean;
  /** Something was accepted since it leads where it leads. */
  readonly works: boolean;
  /** Why nothing is sent until somebody has looked. */
  readonly attention: DeliveryFailure | null;
  /** Which entry of the vault counts. */
  readonly vaultEntry?: string | undefined;
}

interface RemovedChannel {
  readonly status: 'removed';
  /** Not needed any more. */
  readonly vaultEntry?: string | undefined;
}

export type ChannelState = { readonly status: 'none' } | RemovedChannel | DefinedChannel;

export const initialState: ChannelState = { status: 'none' };

type Changed = Extract<ChannelEvent, { type: 'ChannelChanged' }>['data'];

/** Whoever sets another address or switches it on has looked. */
export const isLookedAt = ({ rekeyed, enabled }: Changed): boolean => rekeyed === true || enabled === true;

const changed = (state: DefinedChannel, data: Changed): DefinedChannel => {
  const { name = state.name, shownAs = state.shownAs, route = state.route, enabled = state.enabled } = data;
  const fresh = isLookedAt(data) ? { works: false, attention: null } : {};
  const { vaultEntry = state.vaultEntry } = data;
  return { ...state, name, shownAs, route, enabled, vaultEntry, ...fresh };
};

export const evolve = (state: ChannelState, event: ChannelEvent): ChannelState => {
  if (event.type === 'ChannelDefined')
    return { status: 'defined', ...event.data, enabled: true, works: false, attention: null };
  if (state.status !== 'defined') return state;
  switch (event.type) {
    case 'ChannelChanged':
      return changed(state, event.data);
    case 'ChannelNeedsAttention':
      return { ...state, works: false, attention: event.data.failure };
    case 'ChannelWorks':
      return { ...state, works: true, attention: null };
    case 'ChannelRemoved':
      return { status: 'removed', vaultEntry: state.vaultEntry };
    default:
      return event satisfies never;
  }
};
