import { type DatasetTask, type ImportFormat, formatErrors } from '@tutti/contracts/datasets';
import { DomainError } from '@tutti/kernel';
import { writeCoco } from './coco/write-coco';
import type { DatasetDescription } from './description';
import { writeImageFolder } from './image-folder/write-image-folder';
import { CheckedDataset, type ExportFile, type ExportOptions } from './write-dataset';
import { writePictures } from './write-pictures';
import { writeYolo } from './yolo/write-yolo';

export type ExportFormat = ImportFormat;

type LabelFormat = Exclude<ExportFormat, 'pictures'>;

const formats: Readonly<
  Record<LabelFormat, { task: DatasetTask; write: (dataset: CheckedDataset) => AsyncIterable<ExportFile> }>
> = {
  coco: { task: 'object-detection', write: writeCoco },
  yolo: { task: 'object-detection', write: writeYolo },
  'image-folder': { task: 'image-classification', write: writeImageFolder },
};

/**
 * The files of an export, text first, pictures in the order of their digests; as often as one asks, and the same each time.
 * Throws a `DomainError` of `formatErrors` before the first file.
 */
export async function exportDataset(
  format: ExportFormat,
  dataset: DatasetDescription,
  options: ExportOptions = {},
): Promise<AsyncIterable<ExportFile>> {
  const { write, checked } = await checkedFor(format, dataset, options);
  return { [Symbol.asyncIterator]: () => write(checked)[Symbol.asyncIterator]() };
}

async function checkedFor(format: ExportFormat, dataset: DatasetDescription, options: ExportOptions) {
  if (format === 'pictures')
    return { write: writePictures, checked: await CheckedDataset.ofPictures(dataset, options) };
  const { task, write } = formats[format];
  if (task !== dataset.task)
    throw new DomainError(formatErrors['format.wrong-task'], {
      detail: `${format} holds labels for ${task}, the dataset is for ${dataset.task}.`,
    });
  return { write, checked: await CheckedDataset.of(dataset, options) };
}
