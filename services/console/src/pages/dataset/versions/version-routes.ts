import type { RouteObject } from 'react-router';

/** Below `/datasets/:id`. */
export const versionRoutes: RouteObject[] = [
  {
    path: 'versions',
    lazy: async () => ({ Component: (await import('./versions-tab')).VersionsTab }),
  },
  {
    path: 'versions/compare',
    lazy: async () => ({ Component: (await import('./compare/compare-tab')).CompareTab }),
  },
  {
    path: 'versions/:number',
    lazy: async () => ({ Component: (await import('./version-tab')).VersionTab }),
  },
];
