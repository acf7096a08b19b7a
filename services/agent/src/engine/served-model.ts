import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Model, TensorModel } from '@tutti/vision';
import { type ActiveModel, activeModel } from './active-model';
import { type CatalogueEntry, isGone } from './model-catalogue';

/** A loaded model as programs ask for it. */
export interface ServedModel {
  readonly name: string;
  readonly version: string;
  readonly digest: string;
  readonly tensors: TensorModel;
  /** Undefined when it takes tensors only. */
  readonly pictures: ActiveModel | undefined;
}

/** The file has changed since it was read. */
export class ModelChangedError extends Error {
  override readonly name = 'ModelChangedError';
}

/** Throws a `ModelError` or a `ModelChangedError`. */
export async function loadPictureModel(
  entry: CatalogueEntry,
  intraOpThreads: number | undefined,
): Promise<ActiveModel> {
  const options = intraOpThreads === undefined ? {} : { intraOpThreads };
  return activeModel(await Model.load(await bytesOf(entry), options), entry);
}

/** Any model, one for pictures or not. Throws a `ModelError` or a `ModelChangedError`. */
export async function loadServed(
  entry: CatalogueEntry,
  intraOpThreads: number | undefined,
): Promise<ServedModel> {
  if (entry.pictures) return served(await loadPictureModel(entry, intraOpThreads));
  const { name, version, digest } = entry;
  const tensors = await TensorModel.load(await bytesOf(entry), intraOpThreads);
  return { name, version, digest, tensors, pictures: undefined };
}

export function served(pictures: ActiveModel): ServedModel {
  const { name, version, digest } = pictures.reference;
  return { name, version, digest, tensors: pictures.model.tensors, pictures };
}

async function bytesOf({ file, digest }: CatalogueEntry): Promise<Uint8Array> {
  const bytes = await readFile(file.path).catch((error: unknown) => {
    if (isGone(error)) throw new ModelChangedError(`${file.name} is gone.`);
    throw error;
  });
  if (createHash('sha256').update(bytes).digest('hex') === digest) return bytes;
  throw new ModelChangedError(`${file.name} is being written. Try again in a moment.`);
}
