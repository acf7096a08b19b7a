import { malformed } from '../refusals';
import { readJson } from '../json-file';
import { labelSchema } from '../label-schema';
import { byCodePoint, namesPicture, splitOf } from '../paths';
import type { SourceClass, SourceDataset, SourcePicture } from '../read-dataset';
import type { Report } from '../report';
import type { FormatSource } from '../source';

const mostClassesBytes = 1024 * 1024;

interface Placed {
  readonly split?: SourcePicture['split'];
  readonly folder: string;
  readonly fileName: string;
}

/**
 * Reads torchvision's ImageFolder, `<class>/**` or `<split>/<class>/**` below `root`. Class numbers are the places of the
 * folders in code point order, over all splits, unless `classes.json` pins them.
 */
export async function readImageFolder(source: FormatSource, root: string): Promise<SourceDataset> {
  const pictures = [...source.names].filter((name) => namesPicture(name) && name.startsWith(root));
  const place = placer(root, pictures);
  const folders = [...new Set(pictures.map((name) => place(name)?.folder ?? ''))].filter(
    (name) => name !== '',
  );
  const classes = await classesOf(source, `${root}classes.json`, folders.sort(byCodePoint));
  return {
    format: 'image-folder',
    task: 'image-classification',
    classes,
    pictures: (report) => picturesIn(source.names, place, report),
  };
}

async function* picturesIn(
  names: Iterable<string>,
  place: (name: string) => Placed | undefined,
  report: Report,
): AsyncGenerator<SourcePicture> {
  for (const path of names) {
    if (!namesPicture(path)) continue;
    const placed = place(path);
    if (placed === undefined) {
      report.add('picture.without-class', path, 'it lies in no class folder');
      continue;
    }
    const { split, folder, fileName } = placed;
    yield {
      path,
      fileName,
      label: { kind: 'class', classId: folder },
      ...(split === undefined ? {} : { split }),
    };
  }
}

/** The first folders are splits when all of them are called so. */
function placer(root: string, pictures: readonly string[]): (name: string) => Placed | undefined {
  const partsOf = (name: string): readonly string[] => name.slice(root.length).split('/');
  const hasSplits = pictures.every((name) => {
    const parts = partsOf(name);
    return parts.length > 2 && splitOf(parts[0] ?? '') !== undefined;
  });
  return (name) => {
    if (!name.startsWith(root)) return undefined;
    const parts = partsOf(name);
    const split = hasSplits ? splitOf(parts[0] ?? '') : undefined;
    const [folder, ...rest] = hasSplits ? parts.slice(1) : parts;
    if (folder === undefined || rest.length === 0) return undefined;
    return { folder, fileName: rest.join('/'), ...(split === undefined ? {} : { split }) };
  };
}

async function classesOf(
  source: FormatSource,
  name: string,
  folders: readonly string[],
): Promise<readonly SourceClass[]> {
  if (!source.has(name)) return folders.map((folder, id) => ({ sourceId: folder, id, name: folder }));
  const parsed = labelSchema.safeParse(await readJson(source, name, mostClassesBytes));
  if (!parsed.success) throw malformed(name, 'it lacks classes with key, id and name');
  const classes = parsed.data.classes.map((one) => ({ ...one, sourceId: one.key }));
  const unnamed = folders.find((folder) => !classes.some(({ key }) => key === folder));
  if (unnamed !== undefined) throw malformed(name, `the folder ${unnamed} is no key of a class in it`);
  return classes;
}
