import type { Permission } from '@tutti/contracts/identity';
import type { Notification } from '@tutti/contracts/summary';

/** The page to look at; none where the reader may not. */
export const sourcePath = (
  { code, source }: Pick<Notification, 'code' | 'source'>,
  may: (permission: Permission) => boolean,
): string | undefined => {
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
      return may('system:manage') ? '/system' : undefined;
    case 'workspace':
      return '/edges';
    case 'enrolment-token':
      return '/tokens';
    default:
      return source.kind satisfies never;
  }
};
