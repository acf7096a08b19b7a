import {
  channelName,
  defineChannel,
  type ChangeChannel,
  type Channel,
  type ChannelKind,
  type ChannelRoute,
  type DefineChannel,
  type NotificationCategory,
} from '@tutti/contracts/summary';

/** What the form holds. Address and secret are empty where they stay as they are. */
export interface ChannelDraft {
  readonly name: string;
  readonly kind: ChannelKind;
  readonly address: string;
  readonly secret: string;
  readonly route: ChannelRoute;
}

const usualRoute = (language: ChannelRoute['language']): ChannelRoute => ({
  summaries: true,
  notifications: { minimumLevel: 'error' },
  language,
});

/** Kinds that sign, or show a key. */
export const needsSecret = (kind: ChannelKind): boolean => kind === 'webhook' || kind === 'summary-server';

/** A summary server takes the rows of days and nothing else. */
const fittingRoute = ({ kind, route }: ChannelDraft): ChannelRoute =>
  kind === 'summary-server' ? { summaries: true, notifications: null, language: route.language } : route;

export const newDraft = (language: ChannelRoute['language']): ChannelDraft => ({
  ...{ name: '', kind: 'teams', address: '', secret: '' },
  route: usualRoute(language),
});

export const draftOf = ({ name, kind, route }: Channel): ChannelDraft => ({
  ...{ name, kind, route, address: '', secret: '' },
});

export const withCategories = (
  route: ChannelRoute,
  categories: readonly NotificationCategory[],
  all: number,
): ChannelRoute => {
  if (!route.notifications) return route;
  const { minimumLevel } = route.notifications;
  const some = categories.length > 0 && categories.length < all;
  return { ...route, notifications: { minimumLevel, ...(some && { categories: [...categories] }) } };
};

/** What to define; undefined as long as something is missing. */
export const definitionOf = (draft: ChannelDraft): DefineChannel | undefined => {
  const { name, kind, address, secret } = draft;
  const wanted = { name, kind, address: address.trim(), route: fittingRoute(draft) };
  return defineChannel.safeParse(needsSecret(kind) ? { ...wanted, secret } : wanted).data;
};

/** What to change; undefined when something is wrong or nothing is other than it was. */
export const changeOf = (draft: ChannelDraft, channel: Channel): ChangeChannel | undefined => {
  const name = channelName.safeParse(draft.name).data;
  if (name === undefined) return undefined;
  const route = fittingRoute(draft);
  const change = {
    ...(name !== channel.name && { name }),
    ...(draft.address.trim() !== '' && { address: draft.address.trim() }),
    ...(draft.secret !== '' && { secret: draft.secret }),
    ...(JSON.stringify(route) !== JSON.stringify(channel.route) && { route }),
  };
  return Object.keys(change).length === 0 ? undefined : change;
};
