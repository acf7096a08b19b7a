import type { RouteObject } from 'react-router';

/** Models on their way to devices. */
export const rolloutRoutes: RouteObject[] = [
  { path: 'rollouts', lazy: async () => ({ Component: (await import('./rollouts-page')).RolloutsPage }) },
  {
    path: 'rollouts/new',
    lazy: async () => ({ Component: (await import('../rollout-plan/plan-page')).PlanPage }),
  },
  {
    path: 'rollouts/:id',
    lazy: async () => ({ Component: (await import('../rollout/rollout-page')).RolloutPage }),
  },
];
