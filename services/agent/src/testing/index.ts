/** Inner parts for benchmarks. */
export { fetchArtifact, type Fetched } from '../deployment/fetch-artifact';
export { ArtifactPeer } from './artifact-peer';
export { artifactClientOf, modelOf } from './fetching';
export { Backoff } from '../common/backoff';
export { pause } from '../common/pause';
