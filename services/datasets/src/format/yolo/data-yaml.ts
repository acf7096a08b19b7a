import type { Split } from '@tutti/contracts/datasets';
import { isMap, parseDocument } from 'yaml';
import { z } from 'zod';
import type { ClassDescription } from '../description';
import { malformed } from '../refusals';
import { readText } from '../json-file';
import { labelSchema, labelSchemaOf } from '../label-schema';
import type { SourceClass } from '../read-dataset';
import type { FormatSource } from '../source';

/** A thousand classes with names of 64 letters have 170 KB; the parser needs some seconds for the worst of this size. */
export const mostYamlBytes = 256 * 1024;

const place = z.union([z.string(), z.array(z.string())]).optional();

/** Every scalar as the text that it is: a class may be called `no`, `1e3` or `null`. */
const dataYaml = z.looseObject({
  path: z.string().optional(),
  train: place,
  val: place,
  test: place,
  names: z.union([z.array(z.string()), z.record(z.string(), z.string())]),
  kpt_shape: z.tuple([z.coerce.number().int(), z.coerce.number().int()]).optional(),
  label_schema: z.unknown().optional(),
});

export interface DataYaml {
  readonly path: string;
  readonly places: Readonly<Record<Split, readonly string[]>>;
  readonly classes: readonly SourceClass[];
  readonly keypointValues: number;
}

/** docs.ultralytics.com, "Dataset YAML format". `names` is a list or a map from the number; `nc` is not needed. */
export async function readDataYaml(source: FormatSource, name: string): Promise<DataYaml> {
  const text = await readText(source, name, mostYamlBytes);
  const parsed = dataYaml.safeParse(parsedYaml(name, text));
  if (!parsed.success)
    throw malformed(
      name,
      parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '),
    );
  const { path, train, val, test, names, kpt_shape, label_schema } = parsed.data;
  const listed = (given: typeof train): readonly string[] =>
    (typeof given === 'string' ? [given] : (given ?? [])).filter((one) => one !== '');
  return {
    path: path ?? '',
    places: { train: listed(train), validation: listed(val), test: listed(test) },
    classes: classesOf(name, Object.entries(names), label_schema),
    keypointValues: kpt_shape ? kpt_shape[0] * kpt_shape[1] : 0,
  };
}

/**
 * Every scalar as the text that it is. The parser's own search for repeated keys takes time with the square of their number, so
 * only the names are looked at for them.
 */
function parsedYaml(name: string, text: string): unknown {
  const yaml = parseDocument(text, { schema: 'failsafe', uniqueKeys: false, prettyErrors: false });
  const [error] = yaml.errors;
  if (error !== undefined) throw malformed(name, `it is not YAML: ${error.message}`, error);
  const names = isMap(yaml.contents) ? yaml.get('names') : undefined;
  const numbers = isMap(names) ? names.items.map(({ key }) => String(key)) : [];
  if (new Set(numbers).size < numbers.length) throw malformed(name, 'two of its names have the same number');
  try {
    return yaml.toJS({ maxAliasCount: 20 });
  } catch (cause) {
    throw malformed(name, `it is not YAML: ${cause instanceof Error ? cause.message : String(cause)}`, cause);
  }
}

/** `classes.txt`, as Label Studio and labelImg write it: a name per line, its number is the line's, from 0. */
export async function readClassesTxt(source: FormatSource, name: string): Promise<readonly SourceClass[]> {
  const lines = (await readText(source, name, mostYamlBytes)).split(/\r?\n/).map((line) => line.trim());
  while (lines.at(-1) === '') lines.pop();
  return classesOf(name, Object.entries(lines), undefined);
}

function classesOf(
  where: string,
  names: readonly (readonly [string, string])[],
  own: unknown,
): readonly SourceClass[] {
  const ours = labelSchema.safeParse(own).data?.classes ?? [];
  // In the order of ids, which is how the numbers were given out. Whoever changed the names made classes of their own.
  const kept =
    ours.length === names.length && names.every(([number, name]) => ours[Number(number)]?.name === name);
  return names.map(([number, name]) => {
    if (!/^\d{1,9}$/.test(number)) throw malformed(where, `"${number}" is not the number of a class`);
    if (name === '') throw malformed(where, `class ${number} has no name`);
    const id = Number(number);
    return { id, name, ...(kept ? ours[id] : {}), sourceId: String(id) };
  });
}

/** Trainers look at `train`, `val`, `test` and `names` and pass over the rest. */
export const dataYamlOf = (
  places: Readonly<Record<string, string>>,
  classes: readonly ClassDescription[],
): string =>
  [
    ...Object.entries(places).map(([split, place]) => `${split}: ${place}`),
    'names:',
    ...classes.map(({ name }) => `  - ${quoted(name)}`),
    `label_schema: ${quoted(labelSchemaOf(classes))}`,
    '',
  ].join('\n');

/**
 * As JSON, which is YAML of every version: unquoted, Python's reader (YAML 1.1) takes `no` for false and `12:30` for a number.
 * It also takes some characters for line ends that JSON leaves as they are.
 */
const quoted = (value: unknown): string =>
  JSON.stringify(value).replaceAll(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
