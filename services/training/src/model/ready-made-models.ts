import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BlobStore } from '@tutti/blob-store';
import { maxModelBytes, trainingErrors } from '@tutti/contracts/training';
import type { Aggregates } from '@tutti/event-store';
import { DomainError } from '@tutti/kernel';
import type { LedWork, Logger, Term } from '@tutti/runtime';
import type { ModelInspector } from './inspection/model-inspector';
import { blobNamespace } from './model-files';
import { modelIdOfReadyMade } from './model-id';
import type { ModelImports } from './model-imports';
import { modelDecider } from './model.decider';

interface ReadyMadeParts {
  /** Where the files are; absent where none come with this installation. */
  readonly folder: string | undefined;
  readonly aggregates: Aggregates;
  readonly blobs: Pick<BlobStore, 'put'>;
  readonly inspector: Pick<ModelInspector, 'inspect'>;
  readonly imports: Pick<ModelImports, 'register'>;
  readonly logger: Logger;
}

/** Models that come with Tutti are registered at its start: each file once, a newer one as the next version of its name. */
export class ReadyMadeModels implements LedWork {
  readonly name = 'ready-made-models';
  #done = false;

  constructor(private readonly parts: ReadyMadeParts) {}

  isWanted(): Promise<boolean> {
    return Promise.resolve(!this.#done && this.parts.folder !== undefined);
  }

  async lead({ succeeded, signal }: Term): Promise<void> {
    for (const file of await this.#files()) {
      signal.throwIfAborted();
      await this.#register(file).catch((error: unknown) => this.#passOver(file, error));
    }
    succeeded();
    this.#done = true;
  }

  /** A file that is none will be none the next time too. */
  #passOver(file: string, error: unknown): void {
    if (!(error instanceof DomainError) || error.code !== trainingErrors['model.invalid'].code) throw error;
    this.parts.logger.error({ err: error, file }, 'A model that comes with Tutti cannot be taken');
  }

  follow(): Promise<void> {
    return Promise.resolve();
  }

  async #files(): Promise<readonly string[]> {
    const { folder } = this.parts;
    if (folder === undefined) return [];
    const names = await readdir(folder);
    return names.filter((name) => name.endsWith('.onnx')).sort();
  }

  async #register(file: string): Promise<void> {
    const { folder = '', aggregates, blobs, inspector, imports } = this.parts;
    const bytes = await readFile(join(folder, file));
    const { sha256, size } = await blobs.put(blobNamespace, bytes, { maxBytes: maxModelBytes });
    const id = modelIdOfReadyMade(sha256);
    const { state } = await aggregates.load(modelDecider, id);
    if (state.status !== 'initial') return;
    const facts = await inspector.inspect(sha256);
    const {
      name = file.slice(0, -'.onnx'.length).slice(0, 64),
      description,
      source = file,
      licence = '',
    } = facts.about;
    const artifact = { digest: sha256, bytes: size };
    const origin = { kind: 'ready-made', source, licence } as const;
    const options = { commandId: `ready-made ${sha256}`, metadata: { authId: 'system' } };
    await imports.register({ id, name, description, artifact, origin }, options, facts);
  }
}
