import {
  IconBrandSlack,
  IconBrandTeams,
  IconFileAnalytics,
  IconWebhook,
  type Icon,
  type IconProps,
} from '@tabler/icons-react';
import type { ChannelKind } from '@tutti/contracts/summary';

const icons: Readonly<Record<ChannelKind, Icon>> = {
  teams: IconBrandTeams,
  slack: IconBrandSlack,
  webhook: IconWebhook,
  'summary-server': IconFileAnalytics,
};

export const KindIcon = ({ kind, ...props }: { readonly kind: ChannelKind } & IconProps) => {
  const Shown = icons[kind];
  return <Shown size={20} stroke={1.7} aria-hidden="true" {...props} />;
};
