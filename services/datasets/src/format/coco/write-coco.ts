import { type Split, formatErrors } from '@tutti/contracts/datasets';
import { areaOf, inOrder } from '../boxes';
import { boxesOf, splitFolders } from '../description';
import { labelSchemaOf, sortedById } from '../label-schema';
import { type CheckedDataset, type ExportFile, type NamedItem, picturesOf } from '../write-dataset';
import { mostCocoBytes } from './read-coco';
import { DomainError } from '@tutti/kernel';

/**
 * `annotations/instances_<split>.json` and `<split>/<picture>`, as torchvision's CocoDetection and pycocotools take them; a
 * dataset without splits has `annotations/instances.json` and `images/`. One image or annotation per line.
 */
export async function* writeCoco(dataset: CheckedDataset): AsyncGenerator<ExportFile> {
  const parts: readonly (Split | undefined)[] = dataset.splits.length === 0 ? [undefined] : dataset.splits;
  for (const split of parts)
    yield {
      path: `annotations/instances${split === undefined ? '' : `_${splitFolders[split]}`}.json`,
      text: await documentOf(dataset, split),
    };
  yield* picturesOf(dataset, ({ split }) => (split === undefined ? 'images' : splitFolders[split]));
}

async function documentOf(dataset: CheckedDataset, split: Split | undefined): Promise<string> {
  const ids = new Map(dataset.classes.map(({ key, id }) => [key, id]));
  const images = new Lines();
  const annotations = new Lines();
  for await (const item of dataset.items(split)) {
    const imageId = images.count + 1;
    images.add(imageOf(item, imageId));
    for (const box of inOrder(boxesOf(item.label), (key) => ids.get(key) ?? 0)) {
      const { x, y, w, h, classKey } = box;
      annotations.add({
        id: annotations.count + 1,
        image_id: imageId,
        category_id: ids.get(classKey) ?? 0,
        bbox: [x, y, w, h],
        area: areaOf(box),
        iscrowd: 0,
        segmentation: [],
      });
    }
    if (images.bytes + annotations.bytes > mostCocoBytes)
      throw new DomainError(formatErrors['format.too-large'], {
        detail: `The COCO file would exceed ${mostCocoBytes} bytes. Export as YOLO, which has a file per picture.`,
      });
  }
  const categories = new Lines();
  for (const { id, name } of sortedById(dataset.classes)) categories.add({ id, name, supercategory: 'none' });
  const info = { version: '1.0', label_schema: labelSchemaOf(dataset.classes) };
  return [
    `{"info":${JSON.stringify(info)}`,
    '"licenses":[]',
    `"categories":[\n${categories.text}]`,
    `"images":[\n${images.text}]`,
    `"annotations":[\n${annotations.text}]}\n`,
  ].join(',\n');
}

const imageOf = ({ name, width, height }: NamedItem, id: number): object => ({
  id,
  file_name: name,
  width,
  height,
});

/** JSON objects, one per line. */
class Lines {
  count = 0;
  bytes = 0;
  private readonly lines: string[] = [];

  add(value: object): void {
    const line = JSON.stringify(value);
    this.count++;
    this.bytes += Buffer.byteLength(line) + 2;
    this.lines.push(line);
  }

  get text(): string {
    return this.count === 0 ? '' : `${this.lines.join(',\n')}\n`;
  }
}
