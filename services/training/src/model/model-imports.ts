import type { BlobStore } from '@tutti/blob-store';
import { commonErrors } from '@tutti/contracts/common';
import type { ImportModel, ModelOrigin } from '@tutti/contracts/training';
import { part, type Aggregates, type Handled, type HandleOptions } from '@tutti/event-store';
import { DomainError } from '@tutti/kernel';
import type { Principal, UniqueNames, Uploads } from '@tutti/service-kit';
import type { ModelFacts } from './inspection/model-facts';
import type { ModelInspector } from './inspection/model-inspector';
import { blobNamespace } from './model-files';
import { modelIdOfUpload } from './model-id';
import { refused } from './model-refusal.decider';
import type { ModelView } from './model.view';
import { modelDecider, type RegisterModel } from './model.decider';

interface ImportParts {
  readonly aggregates: Aggregates;
  /** Versions of imported models are names that nobody has twice. */
  readonly versions: UniqueNames;
  readonly inspector: Pick<ModelInspector, 'inspect'>;
  readonly uploads: Uploads;
  readonly view: Pick<ModelView, 'countOfName'>;
  readonly blobs: Pick<BlobStore, 'uploads'>;
}

export interface NewModel {
  readonly id: string;
  readonly name: string;
  readonly description?: string | undefined;
  readonly artifact: RegisterModel['model']['artifact'];
  readonly origin: ModelOrigin;
}

export interface ImportedModel {
  readonly id: string;
  readonly position: number;
  readonly version: number;
}

/** Others who import models of the same name at the same time. */
const mostTries = 100;

const isTaken = (error: unknown): boolean =>
  error instanceof DomainError && error.code === commonErrors['name.taken'].code;

/** The last part of what the sender calls the file. */
const fileNameOf = (name: string | undefined): { readonly fileName?: string } => {
  const last = name?.split(/[/\\]/).at(-1)?.slice(0, 200);
  return last ? { fileName: last } : {};
};

/** ONNX files that no run has left become models: looked at first, numbered by their name. */
export class ModelImports {
  constructor(private readonly parts: ImportParts) {}

  /**
   * Throws `upload.not-found`, `upload.incomplete`, `model.invalid` with the reason, `model.already-registered` where
   * another request has made a model of the upload.
   */
  async import(wanted: ImportModel, principal: Principal, options: HandleOptions): Promise<ImportedModel> {
    const { uploadId, name, description } = wanted;
    const id = modelIdOfUpload(uploadId);
    const before = await this.#made(id, options.commandId);
    if (before) return before;
    const { upload, blob } = await this.parts.uploads.claim(principal, uploadId);
    const origin = { kind: 'import', ...fileNameOf(upload.metadata['filename']) } as const;
    const artifact = { digest: blob.sha256, bytes: blob.size };
    const handled = await this.register({ id, name, description, artifact, origin }, options);
    await this.parts.blobs.uploads.abandon(blobNamespace, uploadId);
    return { id, ...handled };
  }

  /** Looks at a file that is in the store, and registers it under the next number of its name. */
  async register(wanted: NewModel, options: HandleOptions, known?: ModelFacts): Promise<Handled<unknown>> {
    const { inspector, view } = this.parts;
    const facts = known ?? (await inspector.inspect(wanted.artifact.digest));
    const first = (await view.countOfName(wanted.name)) + 1;
    for (let number = first; ; number++) {
      try {
        return await this.#registerAs(String(number), wanted, facts, options);
      } catch (error) {
        if (!isTaken(error) || number === first + mostTries) throw error;
      }
    }
  }

  async #registerAs(
    modelVersion: string,
    { id, description, ...wanted }: NewModel,
    { about: _, ...facts }: ModelFacts,
    options: HandleOptions,
  ): Promise<Handled<unknown>> {
    const { aggregates, versions } = this.parts;
    const described = description === undefined ? {} : { description };
    const model = { ...wanted, ...facts, ...described, modelVersion, data: [] };
    const names = versions.change(id, undefined, `${wanted.name} ${modelVersion}`);
    const register = part(modelDecider, id, { type: 'RegisterModel', model });
    const [handled] = await aggregates.handleTogether([register, ...names], options);
    return handled as Handled<unknown>;
  }

  /** What this very request made of the upload before. */
  async #made(id: string, commandId: string | undefined): Promise<ImportedModel | undefined> {
    const { state, commandIds, version } = await this.parts.aggregates.load(modelDecider, id);
    if (state.status === 'initial') return undefined;
    const [, position] = commandIds.find(([known]) => known === commandId) ?? [];
    if (position === undefined)
      throw refused('model.already-registered', 'A model was made of this upload already.');
    return { id, position, version };
  }
}
