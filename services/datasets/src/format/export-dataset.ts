import { type DatasetTask, type ImportFormat, formatErrors } from '@tutti/contracts/datasets';
import { DomainError } from '@tutti/kernel';
import { writeCoco } from './coco/write-coco';
import type { DatasetDescription } from './description';
import { writeImageFolder } from './image-folder/write-image-folder';
import { CheckedDataset, type ExportFile, type ExportOptions } from './write-dataset';
import { writeYolo } from './yolo/write-yolo';

export type ExportFormat = Exclude<ImportFormat, 'pictures'>;

const formats: Readonly<
  Record<ExportFormat, { task: DatasetTask; write: (dataset: CheckedDataset) => AsyncIterable<ExportFile> }>
> = {
  coco: { task: 'object-detection', write: writeCoco },
  yolo: { task: 'object-detection', write: writeYolo },
  'image-folder': { task: 'image-classification', write: writeImageFolder },
};

/**
 * The files of an export, text first, pictures in the order of their digests. The same dataset makes the same bytes. Throws
 * a `DomainError` of `formatErrors` before the first file.
 */
export async function exportDataset(
  format: ExportFormat,
  dataset: DatasetDescription,
  options: ExportOptions = {},
): Promise<AsyncIterable<ExportFile>> {
  const { task, write } = formats[format];
  if (task !== dataset.task)
    throw new DomainError(formatErrors['format.wrong-task'], {
      detail: `${format} holds labels for ${task}, the dataset is for ${dataset.task}.`,
    });
  return write(await CheckedDataset.of(dataset, options));
}
