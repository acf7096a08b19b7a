import type { RouteObject } from 'react-router';

const tabs: RouteObject[] = [
  {
    index: true,
    lazy: async () => ({ Component: (await import('../stream/overview/overview-tab')).OverviewTab }),
  },
  {
    path: 'models',
    lazy: async () => ({ Component: (await import('../stream/models/models-tab')).ModelsTab }),
  },
  {
    path: 'rollouts',
    lazy: async () => ({ Component: (await import('../stream/rollouts/rollouts-tab')).RolloutsTab }),
  },
  {
    path: 'trigger',
    lazy: async () => ({ Component: (await import('../stream/trigger/trigger-tab')).TriggerTab }),
  },
  {
    path: 'settings',
    lazy: async () => ({ Component: (await import('../stream/settings/settings-tab')).SettingsTab }),
  },
  { path: 'about', lazy: async () => ({ Component: (await import('../stream/about/about-tab')).AboutTab }) },
];

/** The catalogue of solutions, and the streams that put them to work. */
export const streamRoutes: RouteObject[] = [
  {
    path: 'solutions',
    lazy: async () => ({ Component: (await import('../solutions/solutions-page')).SolutionsPage }),
  },
  {
    path: 'solutions/:key',
    lazy: async () => ({ Component: (await import('../solution/solution-page')).SolutionPage }),
  },
  { path: 'streams', lazy: async () => ({ Component: (await import('./streams-page')).StreamsPage }) },
  {
    path: 'streams/new',
    lazy: async () => ({ Component: (await import('./create/create-page')).CreateStreamPage }),
  },
  {
    path: 'streams/:id',
    lazy: async () => ({ Component: (await import('../stream/stream-page')).StreamPage }),
    children: tabs,
  },
];
