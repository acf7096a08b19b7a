/** Inner parts for benchmarks; no other service may use them. */
export { inferenceRates } from '../inference/inference-rates';
export { inferenceRollup } from '../inference/inference.rollup';
export type { InferenceRow } from '../inference/inference.row';
export { inferenceTable } from '../inference/inference.table';
export { keepRolled } from '../rollup/keep-rolled';
export { rollupStateTable } from '../rollup/rollup-state.table';
