/** Inner parts for benchmarks. */
export { Backoff } from '../common/backoff';
export { pause } from '../common/pause';
