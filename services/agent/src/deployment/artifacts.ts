import type { TwinWish } from '@tutti/contracts/deployment';
import { spareBytes } from '../common/spare-bytes';
import type { TuttiApi } from '../identity/api';
import type { Identity } from '../identity/identity';
import type { Logger } from '../log';
import { ArtifactClient } from './artifact-client';
import { DeploymentFailure } from './deployment-failure';
import { fetchArtifact } from './fetch-artifact';
import { Patience } from './patience';
import { verifyArtifact } from './verify-artifact';

export interface ArtifactsOptions {
  readonly api: TuttiApi;
  readonly identity: Pick<Identity, 'usable' | 'modelSigners' | 'renewed'>;
  readonly log: Logger;
}

/** The bytes of models that this device is to have, at the platform. */
export class Artifacts {
  private client: { readonly deploymentId: string; readonly access: ArtifactClient } | undefined;

  constructor(private readonly options: ArtifactsOptions) {}

  /** Throws a `DeploymentFailure`, and the signal's reason when that aborts. */
  async fetch(
    wish: TwinWish,
    { folder, onProgress, signal }: FetchInto,
  ): Promise<{ readonly seconds: number; readonly resumes: number }> {
    const access = await this.access(wish, signal);
    const { log } = this.options;
    const freeBytes = (): Promise<number> => spareBytes(folder);
    return fetchArtifact({ access, model: wish.model, folder, freeBytes, onProgress, signal, log });
  }

  /** Throws a `DeploymentFailure`, and the signal's reason when that aborts. */
  async verify(wish: TwinWish, { path, signal }: { readonly path: string; readonly signal: AbortSignal }) {
    const access = await this.access(wish, signal);
    const patience = new Patience({ signal, log: this.options.log });
    const bundle = await patience.until(() => access.bundle(signal));
    const { identity } = this.options;
    const check = () => verifyArtifact({ path, model: wish.model, bundle, signers: identity.modelSigners });
    try {
      return await check();
    } catch (error) {
      if (!isOfSigner(error)) throw error;
    }
    // The platform may have named another signer since it issued the credentials.
    await identity.renewed(signal);
    return check();
  }

  private async access({ deploymentId }: TwinWish, signal: AbortSignal): Promise<ArtifactClient> {
    const { api, identity } = this.options;
    const known = this.client;
    if (known?.deploymentId === deploymentId) return known.access;
    const { deviceId } = await identity.usable(signal);
    const access = new ArtifactClient({ api, deviceId, deploymentId });
    this.client = { deploymentId, access };
    return access;
  }
}

const isOfSigner = (error: unknown): boolean =>
  error instanceof DeploymentFailure && error.code.startsWith('signature.');

export interface FetchInto {
  readonly folder: string;
  readonly onProgress: (bytes: number) => void;
  readonly signal: AbortSignal;
}
