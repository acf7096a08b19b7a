import { type Split, split, formatErrors } from '@tutti/contracts/datasets';
import { isCanonical } from './boxes';
import { type DatasetDescription, type ItemDescription, boxesOf } from './description';
import { refuseLosses } from './refusals';
import { DomainError } from '@tutti/kernel';
import { ExportNames } from './paths';
import { Report } from './report';

/** A file of an export: text of ours, or a picture by its digest. */
export type ExportFile =
  { readonly path: string; readonly text: string } | { readonly path: string; readonly sha256: string };

/** An item with a label that fits the task, and the name that its picture gets. */
export interface NamedItem extends ItemDescription {
  readonly name: string;
}

export interface ExportOptions {
  /** Leave out what has no label instead of refusing. */
  readonly lossy?: boolean;
  readonly report?: Report;
}

/** A dataset that a writer can take as it is: looked through once, then passed over as often as it asks. */
export class CheckedDataset {
  private constructor(
    private readonly dataset: DatasetDescription,
    /** Those that occur, in their order; empty when no item has one. */
    readonly splits: readonly Split[],
  ) {}

  /** Looks at every item before the first byte is written. Throws a `DomainError` of `formatErrors`. */
  static async of(
    dataset: DatasetDescription,
    { lossy = false, report = new Report() }: ExportOptions = {},
  ): Promise<CheckedDataset> {
    const known = new Set(dataset.classes.map(({ key }) => key));
    const found = new Set<Split | undefined>();
    let last = '';
    for await (const item of dataset.items()) {
      if (item.sha256 <= last) throw unsorted(`${item.fileName} comes after a greater or the same digest`);
      last = item.sha256;
      if (!isLabelled(item, dataset)) {
        report.add('loss.unlabelled', item.fileName, `it has no label for ${dataset.task}`);
        continue;
      }
      found.add(item.split);
      checkLabel(item, known);
    }
    refuseLosses(report, lossy);
    if (found.has(undefined) && found.size > 1) throw unsorted('some items have a split and some have none');
    return new CheckedDataset(
      dataset,
      split.options.filter((name) => found.has(name)),
    );
  }

  get classes(): DatasetDescription['classes'] {
    return this.dataset.classes;
  }

  /** Labelled items with their names, of one split or of all. */
  async *items(split?: Split): AsyncGenerator<NamedItem> {
    const names = new ExportNames();
    for await (const item of this.dataset.items()) {
      if (!isLabelled(item, this.dataset)) continue;
      const name = names.next(item);
      if (split === undefined || item.split === split) yield { ...item, name };
    }
  }
}

const isLabelled = (item: ItemDescription, { task }: DatasetDescription): boolean =>
  item.label !== undefined && (task === 'object-detection') === 'boxes' in item.label;

function checkLabel(item: ItemDescription, known: ReadonlySet<string>): void {
  const { label } = item;
  const keys =
    label !== undefined && 'classKey' in label ? [label.classKey] : boxesOf(label).map((box) => box.classKey);
  const unknown = keys.find((key) => !known.has(key));
  if (unknown !== undefined)
    throw new DomainError(formatErrors['format.outside-schema'], {
      detail: `${item.fileName} is labelled ${unknown}, which is not among the classes.`,
    });
  const crooked = boxesOf(label).find((box) => !isCanonical(box, item));
  if (crooked !== undefined)
    throw new DomainError(formatErrors['format.malformed'], {
      detail: `${item.fileName}: the box at ${crooked.x}, ${crooked.y} is not canonical. Place it with placeBox.`,
    });
}

const unsorted = (detail: string): DomainError =>
  new DomainError(formatErrors['format.unsorted'], { detail });

/** Pictures come last and in the order of their digests. */
export async function* picturesOf(
  dataset: CheckedDataset,
  folderOf: (item: NamedItem) => string,
): AsyncGenerator<ExportFile> {
  for await (const item of dataset.items())
    yield { path: `${folderOf(item)}/${item.name}`, sha256: item.sha256 };
}
