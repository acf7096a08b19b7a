import { type Split, split, formatErrors } from '@tutti/contracts/datasets';
import { isCanonical } from './boxes';
import { type DatasetDescription, type ItemDescription, boxesOf } from './description';
import { refuseLosses } from './refusals';
import { DomainError } from '@tutti/kernel';
import { ExportNames } from './paths';
import { Report } from './report';

/** A file of an export: text of ours, or a picture by its digest. */
export type ExportFile =
  | { readonly path: string; readonly text: string }
  | { readonly path: string; readonly sha256: string; readonly bytes: number };

/** An item that is written, and the name that its picture gets. */
export interface NamedItem extends ItemDescription {
  readonly name: string;
}

export interface ExportOptions {
  /** Leave out what the format cannot hold instead of refusing. */
  readonly lossy?: boolean;
  readonly report?: Report;
}

/** A dataset that a writer can take as it is: looked through once, then passed over as often as it asks. */
export class CheckedDataset {
  private constructor(
    private readonly dataset: DatasetDescription,
    private readonly takes: (item: ItemDescription) => boolean,
    /** Those that occur, in their order; empty when no item has one, or not all have. */
    readonly splits: readonly Split[],
  ) {}

  /** Looks at every item before the first byte is written. Throws a `DomainError` of `formatErrors`. */
  static async of(dataset: DatasetDescription, options: ExportOptions = {}): Promise<CheckedDataset> {
    const known = new Set(dataset.classes.map(({ key }) => key));
    const { report = new Report() } = options;
    const takes = (item: ItemDescription): boolean => isLabelled(item, dataset);
    const splits = await survey(dataset, { ...options, report }, (item) => {
      if (takes(item)) checkLabel(item, known);
      else report.add('loss.unlabelled', item.fileName, `it has no label for ${dataset.task}`);
      return takes(item);
    });
    return new CheckedDataset(dataset, takes, splits);
  }

  /** All pictures, whatever is said of them. */
  static async ofPictures(dataset: DatasetDescription, options: ExportOptions = {}): Promise<CheckedDataset> {
    const takes = (): boolean => true;
    return new CheckedDataset(dataset, takes, await survey(dataset, options, takes));
  }

  get classes(): DatasetDescription['classes'] {
    return this.dataset.classes;
  }

  /** Items with their names, of one split or of all. */
  async *items(split?: Split): AsyncGenerator<NamedItem> {
    const names = new ExportNames();
    for await (const item of this.dataset.items()) {
      if (!this.takes(item)) continue;
      const name = names.next(item);
      const { split: given, ...rest } = item;
      if (split !== undefined && given !== split) continue;
      yield { ...rest, name, ...(this.splits.length === 0 || given === undefined ? {} : { split: given }) };
    }
  }
}

/** Items without a split, of which a report names the first few. */
class Partless {
  count = 0;
  private readonly names: string[] = [];

  add({ fileName }: ItemDescription): void {
    this.count++;
    if (this.names.length < 100) this.names.push(fileName);
  }

  tell(report: Report): void {
    for (let n = 0; n < this.count; n++)
      report.add('loss.split', this.names[n] ?? '', 'it is in no part, others are: none is kept');
  }
}

/** One pass over all items; answers with the splits to write. */
async function survey(
  dataset: DatasetDescription,
  { lossy = false, report = new Report() }: ExportOptions,
  takes: (item: ItemDescription) => boolean,
): Promise<readonly Split[]> {
  const found = new Set<Split>();
  const without = new Partless();
  let last = '';
  for await (const item of dataset.items()) {
    if (item.sha256 <= last) throw unsorted(`${item.fileName} comes after a greater or the same digest`);
    last = item.sha256;
    if (!takes(item)) continue;
    if (item.split !== undefined) found.add(item.split);
    else without.add(item);
  }
  if (found.size > 0) without.tell(report);
  refuseLosses(report, lossy);
  return without.count > 0 ? [] : split.options.filter((name) => found.has(name));
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
    yield { path: `${folderOf(item)}/${item.name}`, sha256: item.sha256, bytes: item.bytes };
}
