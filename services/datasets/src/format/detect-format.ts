import { type ImportFormat, formatErrors } from '@tutti/contracts/datasets';
import { DomainError } from '@tutti/kernel';
import { mostCocoBytes, readCoco } from './coco/read-coco';
import { readImageFolder } from './image-folder/read-image-folder';
import { readText } from './json-file';
import { baseOf, byCodePoint, folderOf, namesPicture, splitOf } from './paths';
import { readPictures } from './read-pictures';
import type { SourceDataset } from './read-dataset';
import type { FormatSource } from './source';
import { mostYamlBytes } from './yolo/data-yaml';
import { isLabelFile, readYolo } from './yolo/read-yolo';

/** A format that a source may have, and what speaks for it. */
export interface Candidate {
  readonly format: ImportFormat;
  readonly evidence: string;
  readonly open: () => Promise<SourceDataset>;
}

/**
 * Which format a source has. Label files decide; without any, folders do. Throws `format.unknown` without a picture,
 * `format.ambiguous` when labels of two formats lie there: whoever imports then says which one is meant.
 */
export async function detectFormat(source: FormatSource, wanted?: ImportFormat): Promise<Candidate> {
  const names = [...source.names].sort(byCodePoint);
  const pictures = names.filter(namesPicture);
  if (pictures.length === 0)
    throw new DomainError(formatErrors['format.unknown'], { detail: 'There is no picture in it.' });
  const labelled = [await cocoIn(source, names), await yoloIn(source, names, pictures)].filter(isFound);
  const folders = imageFolderIn(source, names, pictures, wanted === 'image-folder');
  const plain: Candidate = {
    format: 'pictures',
    evidence: `${pictures.length} pictures without labels`,
    open: async () => readPictures(source),
  };
  if (wanted !== undefined) return chosen(wanted, [...labelled, folders, plain].filter(isFound));
  if (labelled.length > 1)
    throw new DomainError(formatErrors['format.ambiguous'], {
      detail: `${labelled.map(({ format, evidence }) => `${format}: ${evidence}`).join('; ')}. Say which is meant.`,
    });
  return labelled[0] ?? folders ?? plain;
}

const isFound = <T>(candidate: T | undefined): candidate is T => candidate !== undefined;

function chosen(wanted: ImportFormat, candidates: readonly Candidate[]): Candidate {
  const found = candidates.find(({ format }) => format === wanted);
  if (found !== undefined) return found;
  throw new DomainError(formatErrors['format.unknown'], {
    detail: `There is nothing of the format ${wanted} in it. Found: ${candidates.map(({ format }) => format).join(', ')}.`,
  });
}

async function cocoIn(source: FormatSource, names: readonly string[]): Promise<Candidate | undefined> {
  const documents: string[] = [];
  for (const name of names) {
    if (!/\.json$/i.test(name)) continue;
    const text = await readText(source, name, mostCocoBytes);
    if (['images', 'annotations', 'categories'].every((key) => text.includes(`"${key}"`)))
      documents.push(name);
  }
  if (documents.length === 0) return undefined;
  return {
    format: 'coco',
    evidence: `images, annotations and categories in ${listed(documents)}`,
    open: () => readCoco(source, documents),
  };
}

async function yoloIn(
  source: FormatSource,
  names: readonly string[],
  pictures: readonly string[],
): Promise<Candidate | undefined> {
  const yamls: string[] = [];
  for (const name of names)
    if (
      /\.ya?ml$/i.test(name) &&
      /^\s*["']?names["']?\s*:/m.test(await readText(source, name, mostYamlBytes))
    )
      yamls.push(name);
  const labels = names.filter(isLabelFile);
  const classesTxt = names.find((name) => baseOf(name) === 'classes.txt');
  const dataYaml = yamls.sort((a, b) => a.split('/').length - b.split('/').length)[0];
  const beside =
    classesTxt !== undefined && pictures.some((name) => source.has(name.replace(/\.[^.]+$/, '.txt')));
  if (dataYaml === undefined && labels.length === 0 && !beside) return undefined;
  const told = [...yamls, ...(classesTxt === undefined ? [] : [classesTxt])];
  return {
    format: 'yolo',
    evidence: [
      ...(told.length > 0 ? [`class names in ${listed(told)}`] : []),
      `${labels.length} label files`,
    ].join(', '),
    open: () =>
      readYolo(source, {
        ...(dataYaml === undefined ? {} : { dataYaml }),
        ...(classesTxt === undefined ? {} : { classesTxt }),
      }),
  };
}

/** Every picture lies in a folder that can be a class. Only asked for by name, some may lie beside. */
function imageFolderIn(
  source: FormatSource,
  names: readonly string[],
  pictures: readonly string[],
  wanted: boolean,
): Candidate | undefined {
  const pinned = names.find((name) => baseOf(name) === 'classes.json');
  const root = pinned === undefined ? rootOf(pictures) : prefixOf(folderOf(pinned));
  const inFolders = pictures.filter((name) => name.slice(root.length).includes('/'));
  const classes = new Set(inFolders.map((name) => name.slice(root.length).split('/').slice(0, 2).join('/')));
  const all = inFolders.length === pictures.length;
  const onlySplits = inFolders.every((name) => {
    const [first = '', ...rest] = name.slice(root.length).split('/');
    return rest.length === 1 && splitOf(first) !== undefined;
  });
  if (inFolders.length === 0 || (pinned === undefined && !wanted && (!all || onlySplits))) return undefined;
  return {
    format: 'image-folder',
    evidence:
      pinned === undefined
        ? `every picture lies in a folder below ${root === '' ? 'the top' : root}: ${listed([...classes])}`
        : `classes in ${pinned}`,
    open: () => readImageFolder(source, root),
  };
}

const prefixOf = (folder: string): string => (folder === '' ? '' : `${folder}/`);

/** The folder that all pictures share; above it, when it is called like a split. */
function rootOf(pictures: readonly string[]): string {
  let shared = (pictures[0] ?? '').split('/').slice(0, -1);
  for (const name of pictures) {
    const parts = name.split('/').slice(0, -1);
    const differs = shared.findIndex((part, at) => parts[at] !== part);
    if (differs >= 0) shared = shared.slice(0, differs);
  }
  const last = shared.at(-1);
  const directly = pictures.some((name) => folderOf(name) === shared.join('/'));
  if (last !== undefined && splitOf(last) !== undefined && !directly) shared = shared.slice(0, -1);
  return prefixOf(shared.join('/'));
}

const listed = (names: readonly string[]): string =>
  names.length <= 3 ? names.join(', ') : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`;
