import type { Commit, Projection, Recorded } from '@tutti/kernel';

type Row = Readonly<Record<string, unknown>> & { readonly id: string };

/** As rows are compared: absent is null, times are text, keys in order. */
const plain = (row: object): string => {
  const present = Object.entries(row).filter(([key, value]) => key !== 'generation' && value != null);
  return JSON.stringify(Object.fromEntries(present.sort(([a], [b]) => (a < b ? -1 : 1))), inOrder);
};

const inOrder = (_key: string, value: unknown): unknown =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

/** A read model as the pure fold of the log, row by row, as text. */
export const foldOf = (projection: Projection<Row>, commits: readonly Commit[]): Map<string, string> => {
  const rows = new Map<string, Row>();
  const handled = new Set<string>(projection.handles);
  for (const recorded of commits.flatMap(({ events }) => events)) {
    if (!handled.has(recorded.event.type) || !isRead(projection, recorded)) continue;
    const key = projection.key(recorded);
    if (key === undefined) continue;
    const next = projection.project(rows.get(key), recorded);
    if (next === undefined) rows.delete(key);
    else rows.set(key, next);
  }
  return new Map([...rows].map(([key, row]) => [key, plain(row)]));
};

/** Its subjects are `evt.<context>.<aggregate>.*`. */
const isRead = ({ subjects }: Projection<Row>, { context, aggregate }: Recorded): boolean =>
  subjects.some((subject) => subject.startsWith(`evt.${context}.${aggregate}.`));

export const storedRows = (rows: readonly Row[]): Map<string, string> =>
  new Map(rows.map((row) => [row.id, plain(row)]));

/** Where two sets of rows differ, for people: at most a few lines. */
export const differences = (
  name: string,
  expected: ReadonlyMap<string, string>,
  actual: ReadonlyMap<string, string>,
): string[] =>
  [...new Set([...expected.keys(), ...actual.keys()])]
    .filter((key) => expected.get(key) !== actual.get(key))
    .slice(0, 3)
    .map(
      (key) =>
        `${name} ${key}:\n  log says  ${expected.get(key) ?? '(no row)'}\n  table has ${actual.get(key) ?? '(no row)'}`,
    );
