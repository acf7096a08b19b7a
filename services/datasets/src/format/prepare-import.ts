import { type DatasetTask, type ImportFormat, formatErrors } from '@tutti/contracts/datasets';
import { DomainError } from '@tutti/kernel';
import { type MatchedClasses, matchClasses, proposeSchema } from './class-matching';
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
}

export interface PreparedImport {
  readonly format: ImportFormat;
  /** What made us think so. */
  readonly evidence: string;
  readonly task?: DatasetTask;
  /** The given schema, or what the source proposes. */
  readonly classes: readonly ClassDescription[];
  readonly pictureCount: number;
  /** What was found so far; `label` adds to it. */
  readonly report: Report;
  /** In an order that does not change, so that an import can go on where it stopped. */
  pictures(): AsyncIterable<SourcePicture>;
  /** The label on the grid of the real picture; undefined (and reported) when the two do not belong together. */
  label(picture: SourcePicture, size: InspectedSize): PlacedLabel | undefined;
}

/**
 * Reads all labels of a source once, before any picture: what cannot be taken is refused here, with nothing stored.
 * Throws a `DomainError` of `formatErrors`.
 */
export async function prepareImport(
  source: FormatSource,
  { format, lossy = false, schema, task }: ImportOptions = {},
): Promise<PreparedImport> {
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
  const matched =
    schema === undefined ? sameClasses(dataset, classes) : matchClasses(dataset.classes, schema);
  refuseOutside(matched, used, { lossy, report });
  refuseLosses(report, lossy);
  return {
    format: candidate.format,
    evidence: candidate.evidence,
    ...(dataset.task === undefined ? {} : { task: dataset.task }),
    classes,
    pictureCount,
    report,
    pictures: () => dataset.pictures(new Report()),
    label: (picture, size) => placeLabel(picture, size, { mapping: matched.mapping, report }),
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

const sameClasses = (dataset: SourceDataset, classes: readonly ClassDescription[]): MatchedClasses => ({
  mapping: new Map(dataset.classes.map(({ sourceId }, at) => [sourceId, classes[at]?.key ?? ''])),
  outside: [],
});

/** Only classes that are used count: COCO lists 80 wherever three of them occur. */
function refuseOutside(
  { outside }: MatchedClasses,
  used: ReadonlyMap<string, number>,
  { lossy, report }: { readonly lossy: boolean; readonly report: Report },
): void {
  const missed = outside.filter(({ sourceId }) => used.has(sourceId));
  for (const { name, sourceId } of missed)
    report.add('loss.class-outside-schema', name, `its ${used.get(sourceId) ?? 0} labels are left out`);
  if (missed.length === 0 || lossy) return;
  throw new DomainError(formatErrors['format.outside-schema'], {
    detail:
      `These classes are not in the label schema: ${missed.map(({ name }) => name).join(', ')}. Nothing was done. ` +
      'Add them to the schema, or ask again with lossy to leave their labels out.',
    params: { report: report.lines },
  });
}
