import { v4 as uuid } from 'uuid';
import { fetchItem, fetchItems, sendItemCommand } from '../../../api/items';
import { filteredItems, openItems } from './item-source';
import { LabelSession, type SessionHost } from './label-session';
import { Sittings, type Sitting } from './sittings';

const hostOf = ({ datasetId, q, sort }: Sitting): SessionHost => ({
  source: () => (q === '' ? openItems(datasetId) : filteredItems(datasetId, q, sort)),
  find: (id) => fetchItem(id),
  findAll: async (ids) =>
    (await fetchItems(datasetId, { q: `id=in=(${ids.join(',')})`, pageSize: ids.length })).items,
  // Given up soon: what was said is sent again under the same key, on a line that may be alive.
  send: (of, statement, options) => sendItemCommand(of, statement, { ...options, patienceMs: 8_000 }),
  newKey: uuid,
  later: (ms, callback) => {
    const timer = window.setTimeout(callback, ms);
    return () => window.clearTimeout(timer);
  },
});

const create = (sitting: Sitting, former?: LabelSession): LabelSession =>
  new LabelSession(hostOf(sitting), former);

export const sittings = new Sittings(create);

window.addEventListener('beforeunload', (event) => {
  if (sittings.isUnsaved) event.preventDefault();
});
