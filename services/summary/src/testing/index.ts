/** Inner parts for benchmarks; no other service may use them. */
export { composeDay } from '../daily-summary/compose-day';
export { writeRows } from '../daily-summary/summary-rows';
export { openSummaryDatabase } from '../storage/open-summary-database';
export { noCounts } from '../tally/device-quarter.projection';
export { tallyReadModels } from '../tally/open-tally';
export { readDay } from '../tally/read-day';
export { binNames, deviceResultTable, modelResultTable } from '../tally/result-tally.table';
export {
  deviceQuarterTable,
  deviceTallyTable,
  modelTallyTable,
  streamTallyTable,
} from '../tally/tally.table';
