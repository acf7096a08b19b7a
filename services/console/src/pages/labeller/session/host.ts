import { v4 as uuid } from 'uuid';
import { fetchItem, sendItemCommand } from '../../../api/items';
import { filteredItems, openItems } from './item-source';
import { LabelSession } from './label-session';

/** Whose sitting, on what. */
export interface Sitting {
  readonly userId: string;
  readonly datasetId: string;
  /** RSQL; what waits to be labelled where it is empty. */
  readonly q: string;
  readonly sort: string;
}

/** Sittings with something that is not saved outlive their page: whoever signs in again finds it as it was. */
const kept = new Map<string, LabelSession>();

const nameOf = ({ userId, datasetId, q, sort }: Sitting): string =>
  JSON.stringify([userId, datasetId, q, sort]);

const create = ({ datasetId, q, sort }: Sitting): LabelSession =>
  new LabelSession({
    source: () => (q === '' ? openItems(datasetId) : filteredItems(datasetId, q, sort)),
    find: (id) => fetchItem(id),
    // Given up soon: what was said is sent again under the same key, on a line that may be alive.
    send: (of, statement, options) => sendItemCommand(of, statement, { ...options, patienceMs: 8_000 }),
    newKey: uuid,
    later: (ms, callback) => {
      const timer = window.setTimeout(callback, ms);
      return () => window.clearTimeout(timer);
    },
  });

const isUnsaved = ({ outbox, state }: LabelSession): boolean =>
  outbox.state.get().length > 0 ||
  [...state.get().drafts.values()].some(({ history }) => history.past.length > 0);

export const openSitting = (sitting: Sitting): LabelSession => {
  const known = kept.get(nameOf(sitting));
  return known && isUnsaved(known) ? known : create(sitting);
};

export const keepSitting = (sitting: Sitting, session: LabelSession): void => {
  if (isUnsaved(session)) kept.set(nameOf(sitting), session);
  else kept.delete(nameOf(sitting));
};
