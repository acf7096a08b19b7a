import type { DomainEvent, Projection, Recorded } from '@tutti/kernel';

/** Rows by key after a history; each event is `[aggregate id, type, data]`, a second apart. */
export const fold = <Row, Event extends DomainEvent>(
  projection: Projection<Row, Event>,
  ...history: readonly (readonly [string, string, object])[]
): Readonly<Record<string, Row>> => {
  const rows = new Map<string, Row>();
  for (const [index, [aggregateId, type, data]] of history.entries()) {
    const place = { position: index + 1, aggregateVersion: index + 1, time: new Date(index * 1000) };
    const facts = { event: { type, data }, aggregateId, ...place, metadata: {} };
    const recorded = facts as unknown as Recorded<Event>;
    const key = projection.key(recorded);
    if (key === undefined) continue;
    const row = projection.project(rows.get(key), recorded);
    if (row) rows.set(key, row);
    else rows.delete(key);
  }
  return Object.fromEntries(rows);
};
