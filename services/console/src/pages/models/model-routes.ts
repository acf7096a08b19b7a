import type { RouteObject } from 'react-router';

/** Runs, and the models that they leave. */
export const runAndModelRoutes: RouteObject[] = [
  { path: 'runs/:id', lazy: async () => ({ Component: (await import('../run/run-page')).RunPage }) },
  { path: 'models', lazy: async () => ({ Component: (await import('./models-page')).ModelsPage }) },
  {
    path: 'models/import',
    lazy: async () => ({ Component: (await import('./import/import-page')).ImportPage }),
  },
  {
    path: 'models/compare',
    lazy: async () => ({ Component: (await import('../compare/compare-page')).ComparePage }),
  },
  {
    path: 'models/by-digest/:digest',
    lazy: async () => ({ Component: (await import('../model/by-digest-page')).ByDigestPage }),
  },
  {
    path: 'models/:id/:tab?',
    lazy: async () => ({ Component: (await import('../model/model-page')).ModelPage }),
  },
];
