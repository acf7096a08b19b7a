import type { Item, Label } from '@tutti/contracts/datasets';
import type { ItemCommand } from '../../../api/items';
import { ConnectionError, ProblemError } from '../../../api/problem-error';
import type { ItemSource } from './item-source';
import { LabelSession } from './label-session';

export const itemOf = (id: string, change: Partial<Item> = {}): Item => ({
  id,
  datasetId: 'd',
  digest: id,
  bytes: 1,
  mediaType: 'image/png',
  width: 64,
  height: 48,
  orientation: 1,
  fileName: `${id}.png`,
  split: null,
  source: { kind: 'upload' },
  prediction: null,
  score: null,
  state: 'unlabelled',
  label: null,
  relabel: null,
  review: null,
  excludedBecause: null,
  addedAt: '2026-11-27T08:00:00.000Z',
  changedAt: '2026-11-27T08:00:00.000Z',
  pictureUrl: `/api/v1/items/${id}/picture`,
  thumbnailUrl: `/api/v1/items/${id}/thumbnail`,
  version: 1,
  ...change,
});

const at = '2026-11-27T09:00:00.000Z';

const stated = (item: Item, label: Label, authId: string): Item => {
  const version = item.version + 1;
  return {
    ...item,
    version,
    state: 'labelled',
    label: { label, by: 'person', authId, at, schemaVersion: 1, reason: null, version },
  };
};

/** What a person says, as the REST API takes it. */
export class Server {
  readonly items = new Map<string, Item>();
  readonly taken: string[] = [];
  isAway = false;
  /** The next answer is lost, though the statement was taken. */
  losesAnswer = false;
  readonly timers: (() => void)[] = [];
  readonly #keys = new Set<string>();
  #nextKey = 0;

  constructor(ids: readonly string[]) {
    for (const id of ids) this.items.set(id, itemOf(id));
  }

  readonly find = async (id: string): Promise<Item> => {
    if (this.isAway) throw new ConnectionError('away');
    const item = this.items.get(id);
    if (!item) throw new Error(`no item ${id}`);
    return item;
  };

  readonly findAll = async (ids: readonly string[]): Promise<readonly Item[]> =>
    Promise.all(ids.filter((id) => this.items.has(id)).map(this.find));

  /** Somebody else labels it. */
  label(id: string, classKey: string, authId = 'user:other'): void {
    const item = this.items.get(id);
    if (item) this.items.set(id, stated(item, { classKey }, authId));
  }

  readonly send = async (
    { id, version }: Pick<Item, 'id' | 'version'>,
    statement: ItemCommand,
    { idempotencyKey }: { readonly idempotencyKey: string },
  ): Promise<Item> => {
    const item = await this.find(id);
    if (this.#keys.has(idempotencyKey)) return item;
    if (item.version !== version) throw this.#conflict(item, version);
    this.#assertAllowed(item, statement);
    this.#keys.add(idempotencyKey);
    this.taken.push(`${id} ${statement.type === 'label' ? JSON.stringify(statement.body) : statement.type}`);
    const changed = this.#changed(item, statement);
    this.items.set(id, changed);
    if (!this.losesAnswer) return changed;
    this.losesAnswer = false;
    throw new ConnectionError('lost');
  };

  session(former?: LabelSession): LabelSession {
    const { find, findAll, send } = this;
    const open = async () => ({
      items: [...this.items.values()].filter(({ state }) => state === 'unlabelled'),
      isEnd: true,
    });
    const source = (): ItemSource => ({ next: open, withLabelled: false });
    const later = (_: number, callback: () => void) => {
      this.timers.push(callback);
      return () => undefined;
    };
    return new LabelSession(
      { find, findAll, send, source, later, newKey: () => `key-${this.#nextKey++}` },
      former,
    );
  }

  #assertAllowed({ state }: Item, { type }: ItemCommand): void {
    const isExcluded = state === 'excluded';
    if (type === 'restore' ? isExcluded : !isExcluded || type === 'exclude') return;
    const code = isExcluded ? 'item.excluded' : 'item.not-excluded';
    throw new ProblemError({ type: 'about:blank', title: 'Not now', status: 409, code });
  }

  #changed(item: Item, statement: ItemCommand): Item {
    const version = item.version + 1;
    if (statement.type === 'label') return stated(item, statement.body.label, 'user:me');
    if (statement.type === 'exclude') return { ...item, version, state: 'excluded' };
    return { ...item, version, state: 'unlabelled', label: null };
  }

  #conflict({ label, version }: Item, expected: number): ProblemError {
    const changes = [
      { type: 'ItemLabelled', label: label?.label, by: 'person', authId: label?.authId ?? null, at, version },
    ];
    return new ProblemError({
      type: 'about:blank',
      title: 'Somebody else changed the item first',
      status: 412,
      code: 'item.label-conflict',
      params: { expected, actual: version, changes },
    });
  }
}
