import type { ArtifactAccess } from '@tutti/contracts/deployment';
import type { Aggregates } from '@tutti/event-store';
import type { Clock } from '@tutti/kernel';
import { mintArtifactTicket, ticketKeysOf, type TokenRealm, type VaultKeys } from '@tutti/service-kit';
import { refused } from '../refused.decider';
import { noSuchDeployment } from './deployment-refusal.decider';
import { deviceDeploymentDecider } from './device-deployment.decider';

export interface ArtifactDeskParts {
  readonly aggregates: Aggregates;
  readonly clock: Clock;
  readonly realm: TokenRealm;
  readonly vaultKeys: VaultKeys;
}

/** Tells devices where the bytes of what they are to install are: for as long as they are to, and of nothing else. */
export class ArtifactDesk {
  constructor(private readonly parts: ArtifactDeskParts) {}

  /**
   * Throws `deployment.not-found`, `deployment.not-yours` and `deployment.closed`: but what was confirmed may be fetched
   * again, by a device that lost it.
   */
  async accessFor(deviceId: string, id: string): Promise<ArtifactAccess> {
    const { aggregates, clock, realm, vaultKeys } = this.parts;
    const { state } = await aggregates.load(deviceDeploymentDecider, id);
    if (state.status === 'initial') throw noSuchDeployment();
    if (state.deviceId !== deviceId)
      throw refused('deployment.not-yours', 'A device fetches what it is to install itself.');
    const { ended } = state.standing;
    if (ended !== null && ended !== 'confirmed' && ended !== 'already-installed')
      throw refused('deployment.closed', `There is nothing to fetch any more: ${ended}.`);
    const { modelId, artifact } = state.wish.model;
    const content = { deviceId, modelId, digest: artifact.digest, issuedAt: clock.now() };
    const { ticket, expiresAt } = await mintArtifactTicket(content, realm, ticketKeysOf(vaultKeys).artifact);
    const artifactPath = `/api/v1/model-artifacts/${modelId}`;
    return {
      artifactPath,
      bundlePath: `${artifactPath}/signature`,
      ticket,
      expiresAt: expiresAt.toISOString(),
    };
  }
}
