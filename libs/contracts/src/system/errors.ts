import { defineErrors } from '../common';

export const systemErrors = defineErrors({
  'projection.not-found': ['not-found', 'There is no such projection here'],
  'projection.not-begun': ['illegal-state', 'The projection has not begun yet'],
  'projection.newer-code': ['illegal-state', 'Newer code wrote the projection'],
  'projection.rebuild-needed': ['illegal-state', 'The rebuild cannot be cancelled'],
  'process.not-found': ['not-found', 'There is no such process here'],
  'process.not-parked': ['not-found', 'The instance is not parked'],
  'process.not-halted': ['illegal-state', 'The process did not stop at another log'],
  'commit.not-found': ['unprocessable', 'The log has no commit at that position'],
  'commit.readable': ['illegal-state', 'The commit can be read'],
  'commit.of-another-service': ['illegal-state', 'Another service wrote the commit'],
});
