import {
  Model,
  type ModelProto,
  checkGolden,
  decodeModel,
  encodeModel,
  goldenKey,
  recordGolden,
} from '@tutti/vision';
import { goldenPictures } from './golden-pictures';

/** The bytes of the file, with golden answers of its own among its metadata. Throws when it cannot be run. */
export async function finishModel(proto: ModelProto, threads?: number): Promise<Uint8Array> {
  const finished = decodeModel(encodeModel(proto));
  const record = (model: Model) => recordGolden(model, goldenPictures(model.info.input.width));
  const golden = await withModel(encodeModel(proto), record, threads);
  finished.metadataProps.push({ $typeName: 'onnx.StringStringEntryProto', key: goldenKey, value: golden });
  const file = encodeModel(finished);
  await withModel(file, checkGolden, threads);
  return file;
}

/** Loads a file for some work, by the code that devices run. */
export async function withModel<T>(
  file: Uint8Array,
  work: (model: Model) => Promise<T>,
  threads?: number,
): Promise<T> {
  const model = await Model.load(file, threads === undefined ? {} : { intraOpThreads: threads });
  try {
    return await work(model);
  } finally {
    await model.release();
  }
}
