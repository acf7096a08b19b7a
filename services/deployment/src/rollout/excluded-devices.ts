import type { BlobStore } from '@tutti/blob-store';
import type { ExcludedDevice } from '@tutti/contracts/deployment';
import { pageSizeOf, type Page, type PageTokens } from '@tutti/service-kit';
import type { DeploymentNames } from '../device-deployment/deployment-names';
import { readManifest } from './plan/manifest';
import type { RolloutRow } from './rollout-list.projection';

export interface ExcludedParts {
  readonly blobs: BlobStore;
  readonly names: Pick<DeploymentNames, 'devices'>;
}

interface ExcludedQuery {
  readonly pageSize?: number | undefined;
  readonly pageToken?: string | undefined;
}

/** Devices that a plan left out, with the names that they have today. */
export class ExcludedDevices {
  constructor(private readonly parts: ExcludedParts) {}

  async page(
    { id, manifestDigest: digest }: RolloutRow,
    { pageSize, pageToken }: ExcludedQuery,
    tokens: PageTokens,
  ): Promise<Page<ExcludedDevice>> {
    const binding = ['excluded', id];
    const size = pageSizeOf(pageSize);
    const from = pageToken ? Number(tokens.open(pageToken, binding)[0]) : 0;
    const { excluded } = await readManifest(this.parts.blobs, { digest });
    const some = excluded.slice(from, from + size);
    const names = await this.parts.names.devices(some.map(({ deviceId }) => deviceId));
    return {
      items: some.map(({ deviceId, reasons }) => ({
        deviceId,
        deviceName: names.get(deviceId) ?? deviceId,
        reasons,
      })),
      nextPageToken: from + size < excluded.length ? tokens.seal([from + size], binding) : '',
    };
  }
}
