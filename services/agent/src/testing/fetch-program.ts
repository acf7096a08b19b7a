import type { DeployedModel } from '@tutti/contracts/deployment';
import { fetchArtifact } from '../deployment/fetch-artifact';
import { artifactClientOf, modelOf } from './fetching';

export interface FetchOrder {
  readonly url: string;
  readonly folder: string;
  readonly artifact: DeployedModel['artifact'];
}

/** Fetches what it is told to, and says what came of it: a process for specs to kill. */
const { url, folder, artifact } = JSON.parse(process.argv[2] ?? '{}') as FetchOrder;
const fetched = await fetchArtifact({
  access: artifactClientOf(url),
  model: modelOf(artifact),
  folder,
  freeBytes: () => Promise.resolve(Number.MAX_SAFE_INTEGER),
  onProgress: () => undefined,
  signal: AbortSignal.timeout(600_000),
});
process.stdout.write(JSON.stringify(fetched));
