/** Inner parts for benchmarks; no other service may use them. */
export { Deployment } from '../open-deployment';
