/** Inner parts for benchmarks; no other service may use them. */
export { badgeSql } from '../device/badge';
export { carryStatus } from '../device/carried';
export { DeviceView } from '../device/device.view';
export { deviceGroupListProjection } from '../device-group/device-group-list.projection';
export { deviceGroupListTable } from '../device-group/device-group-list.table';
export { SavedFilters } from '../device-group/saved-filters';
export { deviceListProjection, type DeviceRow } from '../device/device-list.projection';
export { deviceListTable } from '../device/device-list.table';
export { inferenceRates } from '../inference/inference-rates';
export { inferenceRollup } from '../inference/inference.rollup';
export type { InferenceRow } from '../inference/inference.row';
export { inferenceTable } from '../inference/inference.table';
export { keepRolled } from '../rollup/keep-rolled';
export { rollupStateTable } from '../rollup/rollup-state.table';
export { unseen, type DeviceStatusRow } from '../status/device-status.row';
export { deviceStatusTable } from '../status/device-status.table';
export { openDevicesDatabase } from '../storage/open-devices-database';
