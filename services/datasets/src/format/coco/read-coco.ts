import type { z } from 'zod';
import { malformed } from '../refusals';
import { readJson } from '../json-file';
import { labelSchema } from '../label-schema';
import { plainPath, splitInPath } from '../paths';
import { PictureIndex } from '../picture-index';
import type { SourceClass, SourceDataset, SourceLabel, SourcePicture } from '../read-dataset';
import type { Report } from '../report';
import type { FormatSource } from '../source';
import { lossesOf } from './coco-losses';
import { type CocoDocument, cocoAnnotation, cocoCategory, cocoDocument, cocoImage } from './coco-shape';

/** A document is held while it is read, as about ten times its size; instances_val2017.json has 20 MB. */
export const mostCocoBytes = 128 * 1024 * 1024;

/** Reads the detection part of COCO: one JSON per split, boxes in pixels, category ids with gaps. */
export async function readCoco(source: FormatSource, documents: readonly string[]): Promise<SourceDataset> {
  const classes = new Map<number, SourceClass>();
  for (const name of documents) addClasses(name, await load(source, name), classes);
  const index = new PictureIndex(source.names);
  return {
    format: 'coco',
    task: 'object-detection',
    classes: [...classes.values()].sort((a, b) => a.id - b.id),
    async *pictures(report) {
      const seen = new Set<string>();
      for (const name of documents)
        yield* new DocumentReader(name, await load(source, name), { index, seen, report }).pictures();
    },
  };
}

async function load(source: FormatSource, name: string): Promise<CocoDocument> {
  const parsed = cocoDocument.safeParse(await readJson(source, name, mostCocoBytes));
  if (!parsed.success) throw malformed(name, 'it lacks a list of images, annotations or categories');
  return parsed.data;
}

function addClasses(name: string, document: CocoDocument, classes: Map<number, SourceClass>): void {
  const own = labelSchema.safeParse(
    (document.info as { label_schema?: unknown } | null | undefined)?.label_schema,
  );
  const ours = new Map(own.data?.classes.map((one) => [one.id, one]));
  for (const category of document.categories) {
    const parsed = cocoCategory.safeParse(category);
    if (!parsed.success)
      throw malformed(name, `a category is not as it should be: ${reasonOf(parsed.error)}`);
    const { id, name: called } = parsed.data;
    const known = classes.get(id);
    if (known !== undefined && known.name !== called)
      throw malformed(name, `category ${id} is ${called} here and ${known.name} elsewhere`);
    const { key, colour } = ours.get(id) ?? {};
    classes.set(id, {
      sourceId: String(id),
      id,
      name: called,
      ...(key === undefined ? {} : { key }),
      ...(colour === undefined ? {} : { colour }),
    });
  }
}

interface Reading {
  readonly index: PictureIndex;
  /** Across documents: COCO's own archives describe each picture several times. */
  readonly seen: Set<string>;
  readonly report: Report;
}

class DocumentReader {
  private readonly split;
  private readonly ids: ReadonlySet<number>;

  constructor(
    private readonly name: string,
    private readonly document: CocoDocument,
    private readonly reading: Reading,
  ) {
    this.split = splitInPath(name);
    this.ids = new Set(document.categories.map((category) => cocoCategory.parse(category).id));
  }

  *pictures(): Generator<SourcePicture> {
    const annotations = this.byImage();
    for (const entry of this.document.images) {
      const image = cocoImage.safeParse(entry);
      if (!image.success)
        this.skip('label.unreadable', `an image is not as it should be: ${reasonOf(image.error)}`);
      else yield* this.picture(image.data, annotations.get(image.data.id) ?? []);
    }
  }

  private byImage(): Map<string, unknown[]> {
    const found = new Map<string, unknown[]>();
    for (const annotation of this.document.annotations) {
      const id = String((annotation as { image_id?: unknown } | null)?.image_id);
      const known = found.get(id);
      if (known === undefined) found.set(id, [annotation]);
      else known.push(annotation);
    }
    return found;
  }

  private *picture(
    image: z.infer<typeof cocoImage>,
    annotations: readonly unknown[],
  ): Generator<SourcePicture> {
    const { index, seen, report } = this.reading;
    const found = index.find(image.file_name, this.name, this.split);
    const where = `${this.name}: ${image.file_name}`;
    if (found === undefined) return report.add('picture.missing', where, 'no such picture is there');
    if (found === 'ambiguous')
      return report.add('picture.ambiguous', where, 'several pictures are called so');
    if (seen.has(found.path)) return report.add('label.contradictory', where, 'it was described before');
    seen.add(found.path);
    const label = this.labelOf(where, image, annotations);
    if (label === undefined) return;
    yield {
      path: found.path,
      fileName: plainPath(image.file_name),
      sourceId: image.id,
      label,
      ...(this.split === undefined ? {} : { split: this.split }),
    };
  }

  /** All of a picture's annotations or none: a picture that keeps some of its boxes would teach that the rest is nothing. */
  private labelOf(
    where: string,
    image: z.infer<typeof cocoImage>,
    annotations: readonly unknown[],
  ): SourceLabel | undefined {
    const boxes = [];
    for (const annotation of annotations) {
      const parsed = cocoAnnotation.safeParse(annotation);
      if (!parsed.success) return this.skip('label.unreadable', `${where}: ${reasonOf(parsed.error)}`);
      const { category_id, bbox } = parsed.data;
      if (!this.ids.has(category_id))
        return this.skip('label.unknown-class', `${where}: there is no category ${category_id}`);
      for (const [code, detail] of lossesOf(parsed.data)) this.reading.report.add(code, where, detail);
      const [x, y, w, h] = bbox;
      boxes.push({ classId: String(category_id), unit: 'pixel' as const, x, y, w, h });
    }
    const { width, height } = image;
    return { kind: 'boxes', boxes, ...(width && height ? { declared: { width, height } } : {}) };
  }

  private skip(code: 'label.unreadable' | 'label.unknown-class', detail: string): undefined {
    this.reading.report.add(code, this.name, detail);
  }
}

const reasonOf = (error: z.ZodError): string =>
  error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
