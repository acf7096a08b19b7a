import type {
  ChannelKind,
  ChannelRoute,
  DeliveryAbout,
  Level,
  NotificationCategory,
} from '@tutti/contracts/summary';

/** From mild to bad. */
const levels: readonly Level[] = ['info', 'warning', 'error', 'critical'];

export interface Told {
  readonly about: DeliveryAbout;
  readonly level: Level;
  readonly category?: NotificationCategory | undefined;
}

/** Whether a channel is for what is told. */
export const channelTakes = (
  { kind, route }: { readonly kind: ChannelKind; readonly route: ChannelRoute },
  { about, level, category }: Told,
): boolean => {
  if (about.kind === 'summary') return route.summaries;
  const { notifications } = route;
  // Another Tutti takes days and nothing else.
  if (about.kind !== 'notification' || !notifications || kind === 'summary-server') return false;
  if (levels.indexOf(level) < levels.indexOf(notifications.minimumLevel)) return false;
  return category === undefined || (notifications.categories?.includes(category) ?? true);
};
