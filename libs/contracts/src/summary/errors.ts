import { defineErrors } from '../common';

export const summaryErrors = defineErrors({
  'events.positions-lost': ['stale-version', 'Positions of the log have lost their meaning'],
});
