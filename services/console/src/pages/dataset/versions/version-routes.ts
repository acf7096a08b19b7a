import type { RouteObject } from 'react-router';

/** Below `/datasets/:id`. */
export const versionRoutes: RouteObject[] = [
  {
    path: 'versions',
    lazy: async () => ({ Component: (await import('./versions-tab')).VersionsTab }),
  },
];
