import type { RouteObject } from 'react-router';

/** Below `/datasets/:id`. */
export const importRoutes: RouteObject[] = [
  {
    path: 'imports',
    lazy: async () => ({ Component: (await import('./imports-tab')).ImportsTab }),
  },
  {
    path: 'imports/pictures',
    lazy: async () => ({ Component: (await import('./pictures/add-pictures')).AddPictures }),
  },
  {
    path: 'imports/archive',
    lazy: async () => ({ Component: (await import('./archive/add-archive')).AddArchive }),
  },
  {
    path: 'imports/edges',
    lazy: async () => ({ Component: (await import('./edges/add-from-edges')).AddFromEdges }),
  },
];
