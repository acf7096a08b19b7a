import type { RouteObject } from 'react-router';

/** Days summed up, here and elsewhere. */
export const summaryRoutes: RouteObject[] = [
  { path: 'summaries', lazy: async () => ({ Component: (await import('./summaries-page')).SummariesPage }) },
  {
    path: 'summaries/:date',
    lazy: async () => ({ Component: (await import('../summary/summary-page')).SummaryPage }),
  },
  {
    path: 'workspaces',
    lazy: async () => ({ Component: (await import('../workspaces/workspaces-page')).WorkspacesPage }),
  },
  {
    path: 'workspaces/:name',
    lazy: async () => ({ Component: (await import('../workspaces/workspace-page')).WorkspacePage }),
  },
];
