import { readFile } from 'node:fs/promises';
import type { BlobStore } from '@tutti/blob-store';
import type { Aggregates } from '@tutti/event-store';
import { keyIdOf, signModel } from '@tutti/model-signature';
import type { EffectContext } from '@tutti/runtime';
import { blobNamespace } from './model-files';
import { artifactName } from './model-id';
import type { SignArtifact } from './model-signing.process';
import { modelDecider } from './model.decider';

interface SignerParts {
  readonly aggregates: Aggregates;
  readonly blobs: Pick<BlobStore, 'put'>;
  /** Private key of the installation, PEM. */
  readonly signingKeyFile: string;
}

/** The bundle first, then the event: a signature is never the same twice, what is said of it is the first that was kept. */
export const signArtifact =
  ({ aggregates, blobs, signingKeyFile }: SignerParts) =>
  async (wanted: SignArtifact, { id: commandId, metadata }: EffectContext): Promise<void> => {
    const key = await readFile(signingKeyFile, 'utf8');
    const subject = { name: artifactName(wanted), sha256: wanted.sha256 };
    const content = Buffer.from(JSON.stringify(signModel(subject, key)));
    const { sha256: digest, size: bytes } = await blobs.put(blobNamespace, content, {
      maxBytes: content.length,
    });
    const command = { type: 'SignModel', keyId: keyIdOf(key), bundle: { digest, bytes } } as const;
    await aggregates.handle(modelDecider, wanted.modelId, command, { commandId, metadata });
  };
