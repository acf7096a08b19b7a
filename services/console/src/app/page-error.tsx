import { Box } from '@mantine/core';
import { useRouteError } from 'react-router';
import { ProblemAlert } from '../components/problem-alert';

/** A page that broke says so; the menu stays. */
export const PageError = () => (
  <Box maw={720} mx="auto" mt={64} px="md">
    <ProblemAlert error={useRouteError()} onRetry={() => window.location.reload()} />
  </Box>
);
