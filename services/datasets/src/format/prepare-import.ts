import {
  type DatasetTask,
  type ImportFormat,
  type MissingClass,
  formatErrors,
} from '@tutti/contracts/datasets';
import { DomainError } from '@tutti/kernel';
import { type ClassMapping, matchClasses, proposeClasses, proposeSchema } from './class-matching';
import type { ClassDescription } from './description';
import { detectFormat } from './detect-format';
import { refuseLosses } from './refusals';
import { type InspectedSize, type PlacedLabel, placeLabel } from './place-label';
import type { SourceDataset, SourcePicture } from './read-dataset';
import { Report } from './report';
import type { FormatSource } from './source';

export interface ImportOptions {
  /** Instead of the one that is detected. */
  readonly format?: ImportFormat;
  /** Go on without what cannot be kept (`loss.*` in the report) instead of refusing. */
  readonly lossy?: boolean;
  /** The dataset's classes; without them the source's own are proposed. */
  readonly schema?: readonly ClassDescription[];
  readonly task?: DatasetTask;
  /** Classes that the schema lacks are wanted in it, instead of refusing or leaving them out. */
  readonly addClasses?: boolean;
  /** Keys that no new class may have, of retired ones say. */
  readonly takenKeys?: readonly string[];
}

export interface PreparedImport {
  readonly format: ImportFormat;
  /** What made us think so. */
  readonly evidence: string;
  readonly task?: DatasetTask;
  /** The given schema, or what the source proposes. */
  readonly classes: readonly ClassDescription[];
  /** That labels use and the schema lacks. Labels refer to them by these keys where they are to be added. */
  readonly missing: readonly MissingClass[];
  readonly pictureCount: number;
  /** What was found so far; `label` adds to it. */
  readonly report: Report;
  /** In an order that does not change, so that an import can go on where it stopped. */
  pictures(): AsyncIterable<SourcePicture>;
  /** The label on the grid of the real picture; undefined (and reported) when the two do not belong together. */
  label(picture: SourcePicture, size: InspectedSize, report?: Report): PlacedLabel | undefined;
}

/**
 * Reads all labels of a source once, before any picture: what cannot be taken is refused here, with nothing stored.
 * Throws a `DomainError` of `formatErrors`.
 */
export async function prepareImport(
  source: FormatSource,
  options: ImportOptions = {},
): Promise<PreparedImport> {
  const { format, lossy = false, schema, task } = options;
  const candidate = await detectFormat(source, format);
  const dataset = await candidate.open();
  if (task !== undefined && dataset.task !== undefined && dataset.task !== task)
    throw new DomainError(formatErrors['format.wrong-task'], {
      detail: `${candidate.format} (${candidate.evidence}) holds labels for ${dataset.task}, the dataset is for ${task}.`,
    });
  const report = new Report();
  for (const { name, code } of source.skipped) report.add(code, name, 'left out of the archive');
  const { used, pictureCount } = await survey(dataset, report);
  const classes = schema ?? proposeSchema(dataset.classes);
  const { mapping, missing } = matched(dataset, { ...options, classes, used });
  if (options.addClasses !== true) refuseOutside(missing, { lossy, report });
  refuseLosses(report, lossy);
  return {
    format: candidate.format,
    evidence: candidate.evidence,
    ...(dataset.task === undefined ? {} : { task: dataset.task }),
    classes,
    missing,
    pictureCount,
    report,
    pictures: () => dataset.pictures(new Report()),
    label: (picture, size, into = report) => placeLabel(picture, size, { mapping, report: into }),
  };
}

/** How often each class is used, by its id in the source. */
async function survey(
  dataset: SourceDataset,
  report: Report,
): Promise<{ used: ReadonlyMap<string, number>; pictureCount: number }> {
  const used = new Map<string, number>();
  let pictureCount = 0;
  for await (const { label } of dataset.pictures(report)) {
    pictureCount++;
    const ids = label?.kind === 'boxes' ? label.boxes.map(({ classId }) => classId) : [label?.classId];
    for (const id of ids) if (id !== undefined) used.set(id, (used.get(id) ?? 0) + 1);
  }
  return { used, pictureCount };
}

interface Matching extends ImportOptions {
  readonly classes: readonly ClassDescription[];
  /** Labels of each class of the source. */
  readonly used: ReadonlyMap<string, number>;
}

/** Only classes that are used count: COCO lists 80 wherever three of them occur. */
function matched(
  dataset: SourceDataset,
  { schema, classes, used, takenKeys = [], addClasses = false }: Matching,
): { mapping: ClassMapping; missing: readonly MissingClass[] } {
  if (schema === undefined)
    return {
      mapping: new Map(dataset.classes.map(({ sourceId }, at) => [sourceId, classes[at]?.key ?? ''])),
      missing: [],
    };
  const { mapping, outside } = matchClasses(dataset.classes, schema);
  const wanted = outside.filter(({ sourceId }) => used.has(sourceId));
  const { added, missing } = proposeClasses(wanted, used, [...schema.map(({ key }) => key), ...takenKeys]);
  return { mapping: addClasses ? new Map([...mapping, ...added]) : mapping, missing };
}

function refuseOutside(
  missing: readonly MissingClass[],
  { lossy, report }: { readonly lossy: boolean; readonly report: Report },
): void {
  for (const { name, labels } of missing)
    report.add('loss.class-outside-schema', name, `its ${labels} labels are left out`);
  if (missing.length === 0 || lossy) return;
  throw new DomainError(formatErrors['format.outside-schema'], {
    detail:
      `These classes are not in the label schema: ${missing.map(({ name }) => name).join(', ')}. Nothing was done. ` +
      'Add them to the schema, or ask again with lossy to leave their labels out.',
    params: { report: report.lines, missing },
  });
}
