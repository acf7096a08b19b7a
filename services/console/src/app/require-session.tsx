import { Box } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { Navigate, Outlet, useLocation } from 'react-router';
import { LiveProvider } from '../api/live/live-context';
import { problemStatus } from '../api/problem-error';
import { sessionState } from '../api/session-state';
import { useMe } from '../api/sessions';
import { ProblemAlert } from '../components/problem-alert';
import { signInPath } from '../lib/return-path';
import { useStore } from '../lib/use-store';
import { Splash } from './splash';

const FirstPassword = lazy(async () => ({
  default: (await import('../pages/sign-in/first-password-page')).FirstPasswordPage,
}));

/** Lets only those pass who are signed in and chose their own password. */
export const RequireSession = () => {
  const { pathname, search } = useLocation();
  const session = useStore(sessionState);
  const { data: me, error, refetch } = useMe();
  if (session === 'signed-out') return <Navigate to="/sign-in" replace />;
  if (session === 'ended' || problemStatus(error) === 401)
    return <Navigate to={signInPath(pathname + search)} state={{ expired: me !== undefined }} replace />;
  if (!me && error)
    return (
      <Box maw={560} mx="auto" mt={120} px="md">
        <ProblemAlert error={error} onRetry={() => void refetch()} />
      </Box>
    );
  if (!me) return <Splash />;
  if (me.mustChangePassword)
    return (
      <Suspense fallback={<Splash />}>
        <FirstPassword name={me.name} />
      </Suspense>
    );
  return (
    <LiveProvider>
      <Outlet />
    </LiveProvider>
  );
};
