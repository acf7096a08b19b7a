import { splitFolders } from '../description';
import { labelSchemaOf } from '../label-schema';
import { type CheckedDataset, type ExportFile, picturesOf } from '../write-dataset';

/**
 * `<split>/<class key>/<picture>` and `classes.json`. The number of a class is in classes.json: torchvision numbers the
 * folders that it finds, which changes when a class has no picture.
 */
export async function* writeImageFolder(dataset: CheckedDataset): AsyncGenerator<ExportFile> {
  yield {
    path: 'classes.json',
    text: `${JSON.stringify(labelSchemaOf(dataset.classes), null, 2)}\n`,
  };
  yield* picturesOf(dataset, ({ split, label }) => {
    const folder = label !== undefined && 'classKey' in label ? label.classKey : '';
    return split === undefined ? folder : `${splitFolders[split]}/${folder}`;
  });
}
