import type { RouteObject } from 'react-router';

/** Below `/datasets/:id`. */
export const importRoutes: RouteObject[] = [
  {
    path: 'imports',
    lazy: async () => ({ Component: (await import('./imports-tab')).ImportsTab }),
  },
];
