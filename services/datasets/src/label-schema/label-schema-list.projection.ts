import type { LabelSchemaEvent, ShownClass } from '@tutti/contracts/datasets';
import type { Projection, Recorded } from '@tutti/kernel';
import { evolve, initialState, type LabelSchemaState } from './label-schema.state';

export interface LabelSchemaRow {
  readonly id: string;
  readonly name: string;
  readonly classes: readonly (ShownClass & { readonly since: number })[];
  /** Milliseconds since 1970. */
  readonly changedAt: number;
  readonly version: number;
}

/** The row holds all that the aggregate's state does. */
const stateOf = (row: LabelSchemaRow | undefined): LabelSchemaState =>
  row
    ? {
        status: 'defined',
        version: row.version,
        name: row.name,
        classes: row.classes.map(({ shortcut, description, ...of }) => ({
          ...of,
          shortcut: shortcut ?? undefined,
          description: description ?? undefined,
        })),
      }
    : initialState;

const project = (
  row: LabelSchemaRow | undefined,
  { event, aggregateId: id, aggregateVersion: version, time }: Recorded<LabelSchemaEvent>,
): LabelSchemaRow | undefined => {
  const state = evolve(stateOf(row), event);
  if (state.status === 'initial') return undefined;
  const classes = state.classes.map(({ shortcut = null, description = null, ...of }) => ({
    ...of,
    shortcut,
    description,
  }));
  return { id, name: state.name, classes, changedAt: time.getTime(), version };
};

export const labelSchemaListProjection: Projection<LabelSchemaRow, LabelSchemaEvent> = {
  name: 'label-schema-list',
  version: 1,
  subjects: ['evt.datasets.label-schema.*'],
  handles: ['LabelSchemaDefined', 'LabelSchemaRenamed', 'ClassAdded', 'ClassChanged', 'ClassRetired'],
  key: ({ aggregateId }) => aggregateId,
  project,
};
