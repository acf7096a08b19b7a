import type { Readable } from 'node:stream';
import { isSameLabel, type VersionChangeKind, type VersionDiff } from '@tutti/contracts/datasets';
import { manifestItems, type ManifestItem } from './manifest';

type Change = VersionDiff['items'][number];

interface Pair {
  readonly before: ManifestItem | undefined;
  readonly after: ManifestItem | undefined;
}

type Head = IteratorResult<ManifestItem, void>;

const itemOf = (head: Head): ManifestItem | undefined => (head.done ? undefined : head.value);

/** Negative where only the first is at hand, 0 where both are the same picture. */
const compare = (before: ManifestItem | undefined, after: ManifestItem | undefined): number => {
  if (!before || !after) return before ? -1 : 1;
  return before.digest < after.digest ? -1 : Number(before.digest > after.digest);
};

/** Two manifests side by side, ascending by digest: neither is held in memory. */
async function* pairs(before: Readable, after: Readable): AsyncGenerator<Pair, void> {
  const [left, right] = [manifestItems(before), manifestItems(after)];
  let [a, b]: [Head, Head] = [await left.next(), await right.next()];
  while (!a.done || !b.done) {
    const [old, now] = [itemOf(a), itemOf(b)];
    const order = compare(old, now);
    yield { before: order <= 0 ? old : undefined, after: order >= 0 ? now : undefined };
    if (order <= 0) a = await left.next();
    if (order >= 0) b = await right.next();
  }
}

const kindOf = ({ before, after }: Pair): VersionChangeKind | 'same' => {
  if (!before) return 'added';
  if (!after) return 'removed';
  if (!isSameLabel(before.label, after.label)) return 'relabelled';
  return before.split === after.split ? 'same' : 'moved';
};

const sideOf = (item: ManifestItem | undefined): Change['before'] =>
  item ? { label: item.label, split: item.split } : null;

export interface DiffPage {
  /** Digest of the last item of the page before. */
  readonly after: string;
  readonly size: number;
  readonly kind?: VersionChangeKind | undefined;
}

/** What has changed from one version to another: all of it counted, one page of it shown. */
export const versionDiff = async (
  before: Readable,
  after: Readable,
  page: DiffPage,
): Promise<{ readonly counts: VersionDiff['counts']; readonly items: Change[]; readonly more: boolean }> => {
  const counts = { added: 0, removed: 0, relabelled: 0, moved: 0, same: 0 };
  const items: Change[] = [];
  let more = false;
  for await (const pair of pairs(before, after)) {
    const kind = kindOf(pair);
    counts[kind] += 1;
    const item = pair.after ?? pair.before;
    if (!item || kind === 'same' || item.digest <= page.after) continue;
    if (page.kind !== undefined && page.kind !== kind) continue;
    if (items.length < page.size)
      items.push({
        kind,
        id: item.id,
        digest: item.digest,
        fileName: item.fileName,
        width: item.width,
        height: item.height,
        before: sideOf(pair.before),
        after: sideOf(pair.after),
      });
    else more = true;
  }
  return { counts, items, more };
};
