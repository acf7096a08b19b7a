import { malformed } from '../refusals';
import { readText } from '../json-file';
import { baseOf, namesPicture, stemOf } from '../paths';
import type { SourceBox } from '../boxes';
import type { SourceClass, SourceDataset, SourceLabel, SourcePicture } from '../read-dataset';
import type { Report } from '../report';
import type { FormatSource } from '../source';
import { type DataYaml, readClassesTxt, readDataYaml } from './data-yaml';
import { type RowShape, readRow } from './label-row';
import { PictureSplits } from './picture-splits';

/** Of one picture; 10,000 boxes have half a megabyte. */
const mostLabelBytes = 4 * 1024 * 1024;

/** Where the classes of a YOLO archive are told. */
export interface YoloNames {
  readonly dataYaml?: string;
  readonly classesTxt?: string;
}

const nothingSaid: Omit<DataYaml, 'classes'> = {
  path: '',
  places: { train: [], validation: [], test: [] },
  keypointValues: 0,
};

/** Reads the detection part of YOLO (Ultralytics): a label file per picture, boxes in fractions. */
export async function readYolo(source: FormatSource, names: YoloNames): Promise<SourceDataset> {
  const { dataYaml = '', classesTxt } = names;
  if (dataYaml === '' && classesTxt === undefined)
    throw malformed(
      'The archive',
      'it has label files, but neither data.yaml nor classes.txt names the classes',
    );
  const data =
    dataYaml === ''
      ? { ...nothingSaid, classes: await readClassesTxt(source, classesTxt ?? '') }
      : await readDataYaml(source, dataYaml);
  const splits = await PictureSplits.of(source, dataYaml, data);
  return {
    format: 'yolo',
    task: 'object-detection',
    classes: data.classes,
    pictures: (report) => picturesIn(source, data, splits, report),
  };
}

async function* picturesIn(
  source: FormatSource,
  data: Pick<DataYaml, 'classes' | 'keypointValues'>,
  splits: PictureSplits,
  report: Report,
): AsyncGenerator<SourcePicture> {
  const reader = new LabelReader(source, data.classes, data, report);
  const used = new Set<string>();
  for (const path of source.names) {
    if (!namesPicture(path)) continue;
    const labelFile = labelCandidates(path).find((name) => source.has(name));
    const label = await reader.read(path, labelFile, used);
    if (label === undefined) continue;
    const split = splits.of(path);
    yield { path, fileName: fileNameOf(path), label, ...(split === undefined ? {} : { split }) };
  }
  for (const name of source.names)
    if (isLabelFile(name) && !used.has(name))
      report.add('picture.missing', name, 'no picture has this label file');
}

/** `…/images/…` has its labels in `…/labels/…` (the last such folder counts, as in Ultralytics), else beside it. */
function labelCandidates(picture: string): readonly string[] {
  const file = `${stemOf(picture)}.txt`;
  const at = `/${file}`.lastIndexOf('/images/');
  return at < 0 ? [file] : [`${file.slice(0, at)}labels/${file.slice(at + 'images/'.length)}`, file];
}

/** `classes.txt` lies among the labels where labelImg made them. */
export const isLabelFile = (name: string): boolean =>
  /(^|\/)labels\/.*\.txt$/.test(name) && baseOf(name) !== 'classes.txt';

/** What stands below `images` and the split. */
function fileNameOf(picture: string): string {
  const at = `/${picture}`.lastIndexOf('/images/');
  if (at < 0) return baseOf(picture);
  const below = picture.slice(at + 'images/'.length);
  return below.replace(/^(train|val|valid|test)[^/]*\//, '');
}

class LabelReader {
  private readonly known: ReadonlySet<string>;

  constructor(
    private readonly source: FormatSource,
    classes: readonly SourceClass[],
    private readonly shape: RowShape,
    private readonly report: Report,
  ) {
    this.known = new Set(classes.map(({ sourceId }) => sourceId));
  }

  /** All rows or none, like COCO's. Two pictures that share a label file would both be labelled by it. */
  async read(picture: string, file: string | undefined, used: Set<string>): Promise<SourceLabel | undefined> {
    if (file === undefined) {
      this.report.add(
        'label.missing',
        picture,
        'it has no label file, and counts as a picture with nothing on it',
      );
      return { kind: 'boxes', boxes: [] };
    }
    if (used.has(file)) {
      this.report.add(
        'label.contradictory',
        picture,
        `another picture of this name has the label file ${file} too`,
      );
      return undefined;
    }
    used.add(file);
    const boxes: SourceBox[] = [];
    const lines = (await readText(this.source, file, mostLabelBytes)).split(/\r?\n/);
    for (const [at, line] of lines.entries()) {
      if (line.trim() === '') continue;
      const box = this.boxOf(line, `${file}, line ${at + 1}`);
      if (box === undefined) return undefined;
      boxes.push(box);
    }
    return { kind: 'boxes', boxes };
  }

  private boxOf(line: string, where: string): SourceBox | undefined {
    const row = readRow(line, this.shape);
    if (typeof row === 'string') return this.skip('label.unreadable', where, row);
    if (!this.known.has(row.box.classId))
      return this.skip('label.unknown-class', where, `class ${row.box.classId} has no name`);
    if (row.loss !== undefined) this.report.add(row.loss[0], where, row.loss[1]);
    return row.box;
  }

  private skip(code: 'label.unreadable' | 'label.unknown-class', where: string, detail: string): undefined {
    this.report.add(code, where, detail);
  }
}
