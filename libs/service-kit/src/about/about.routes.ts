import { serviceAbout } from '@tutti/contracts/system';
import { defineRoute } from '../route/route-spec';

export const about = defineRoute({
  method: 'GET',
  path: 'about',
  permission: 'system:manage',
  summary: 'Versions of what the service stands on, and the sizes of what it keeps',
  description:
    'Logs and buckets are shared: each service tells of those that it may look at. Blobs are counted in the background, the more of them the less often.',
  response: serviceAbout,
});
