import { splitFolders } from './description';
import { type CheckedDataset, type ExportFile, picturesOf } from './write-dataset';

/** `<split>/<picture>`, or `images/<picture>` in a dataset without splits: what is said of the pictures is not asked for. */
export const writePictures = (dataset: CheckedDataset): AsyncIterable<ExportFile> =>
  picturesOf(dataset, ({ split }) => (split === undefined ? 'images' : splitFolders[split]));
