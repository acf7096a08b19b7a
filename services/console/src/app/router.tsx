import { createBrowserRouter, type RouteObject } from 'react-router';
import { importRoutes } from '../pages/dataset/imports/import-routes';
import { versionRoutes } from '../pages/dataset/versions/version-routes';
import { runAndModelRoutes } from '../pages/models/model-routes';
import { rolloutRoutes } from '../pages/rollouts/rollout-routes';
import { streamRoutes } from '../pages/streams/stream-routes';
import { summaryRoutes } from '../pages/summaries/summary-routes';
import { PageError } from './page-error';
import { RequireSession } from './require-session';
import { Shell } from './shell/shell';
import { Splash } from './splash';

const datasetTabs: RouteObject[] = [
  {
    index: true,
    lazy: async () => ({ Component: (await import('../pages/dataset/pictures/pictures-tab')).PicturesTab }),
  },
  {
    path: 'classes',
    lazy: async () => ({ Component: (await import('../pages/dataset/classes/classes-tab')).ClassesTab }),
  },
  ...versionRoutes,
  ...importRoutes,
  {
    path: 'about',
    lazy: async () => ({ Component: (await import('../pages/dataset/about/about-tab')).AboutTab }),
  },
];

const pages: RouteObject[] = [
  {
    index: true,
    lazy: async () => ({ Component: (await import('../pages/overview/overview-page')).OverviewPage }),
  },
  { path: 'edges', lazy: async () => ({ Component: (await import('../pages/edges/edges-page')).EdgesPage }) },
  {
    path: 'edges/:id/:tab?',
    lazy: async () => ({ Component: (await import('../pages/edge/edge-page')).EdgePage }),
  },
  {
    path: 'datasets',
    lazy: async () => ({ Component: (await import('../pages/datasets/datasets-page')).DatasetsPage }),
  },
  {
    path: 'datasets/:id',
    lazy: async () => ({ Component: (await import('../pages/dataset/dataset-page')).DatasetPage }),
    children: datasetTabs,
  },
  ...runAndModelRoutes,
  ...streamRoutes,
  ...rolloutRoutes,
  ...summaryRoutes,
  {
    path: 'requests',
    lazy: async () => ({ Component: (await import('../pages/requests/requests-page')).RequestsPage }),
  },
  {
    path: 'tokens',
    lazy: async () => ({ Component: (await import('../pages/tokens/tokens-page')).TokensPage }),
  },
  {
    path: 'notifications',
    lazy: async () => ({
      Component: (await import('../pages/notifications/notifications-page')).NotificationsPage,
    }),
  },
  {
    path: 'channels/:tab?',
    lazy: async () => ({ Component: (await import('../pages/channels/channels-page')).ChannelsPage }),
  },
  {
    path: 'events',
    lazy: async () => ({ Component: (await import('../pages/events/events-page')).EventsPage }),
  },
  { path: 'users', lazy: async () => ({ Component: (await import('../pages/users/users-page')).UsersPage }) },
  {
    path: 'system',
    lazy: async () => ({ Component: (await import('../pages/system/system-page')).SystemPage }),
  },
  {
    path: '*',
    lazy: async () => ({ Component: (await import('../pages/not-found/not-found-page')).NotFoundPage }),
  },
];

/** It fills the screen: no menu beside it. */
const labeller: RouteObject = {
  path: 'datasets/:id/label',
  lazy: async () => ({ Component: (await import('../pages/labeller/labeller-page')).LabellerPage }),
  ErrorBoundary: PageError,
};

/** One file per page, loaded when it is visited. */
export const createRouter = () =>
  createBrowserRouter([
    {
      path: '/sign-in',
      lazy: async () => ({ Component: (await import('../pages/sign-in/sign-in-page')).SignInPage }),
      HydrateFallback: Splash,
      ErrorBoundary: PageError,
    },
    {
      Component: RequireSession,
      HydrateFallback: Splash,
      ErrorBoundary: PageError,
      children: [labeller, { Component: Shell, children: [{ ErrorBoundary: PageError, children: pages }] }],
    },
  ]);
