import type { Notification } from '@tutti/contracts/summary';

/** The page to look at. */
export const sourcePath = ({ code, source }: Pick<Notification, 'code' | 'source'>): string => {
  const id = encodeURIComponent(source.id);
  // It is not in the fleet yet.
  if (code === 'security.device-waits') return '/requests';
  switch (source.kind) {
    case 'device':
      return `/edges/${id}`;
    case 'dataset':
    case 'stream':
    case 'run':
    case 'model':
    case 'rollout':
      return `/${source.kind}s/${id}`;
    case 'channel':
      return '/channels';
    case 'process':
      return '/system';
    case 'workspace':
      return '/edges';
    case 'enrolment-token':
      return '/tokens';
    default:
      return source.kind satisfies never;
  }
};
