import type { LabelClass, LabelSchemaEvent } from '@tutti/contracts/datasets';

export interface SchemaClass extends LabelClass {
  readonly retired: boolean;
  /** Version of the schema since which the class means what it does: older labels say nothing of it. */
  readonly since: number;
}

export interface DefinedSchema {
  readonly status: 'defined';
  /** Number of changes so far: the aggregate's version. */
  readonly version: number;
  readonly name: string;
  /** In the order in which they were added; retired ones stay. */
  readonly classes: readonly SchemaClass[];
}

export type LabelSchemaState = { readonly status: 'initial' } | DefinedSchema;

export const initialState: LabelSchemaState = { status: 'initial' };

type Changed = Extract<LabelSchemaEvent, { type: 'ClassChanged' }>['data'];

const fresh = (of: LabelClass, since: number): SchemaClass => ({ ...of, retired: false, since });

const changed = (of: SchemaClass, data: Changed, version: number): SchemaClass => {
  const { name = of.name, colour = of.colour, shortcut = of.shortcut, description = of.description } = data;
  return {
    ...of,
    name,
    colour,
    shortcut: shortcut ?? undefined,
    description: description ?? undefined,
    since: data.relabel ? version : of.since,
  };
};

const each = (
  state: DefinedSchema,
  key: string,
  change: (of: SchemaClass) => SchemaClass,
): DefinedSchema => ({
  ...state,
  classes: state.classes.map((of) => (of.key === key ? change(of) : of)),
});

const evolveDefined = (
  state: DefinedSchema,
  event: Exclude<LabelSchemaEvent, { type: 'LabelSchemaDefined' }>,
): DefinedSchema => {
  switch (event.type) {
    case 'LabelSchemaRenamed':
      return { ...state, name: event.data.name };
    case 'ClassAdded':
      return { ...state, classes: [...state.classes, fresh(event.data.class, state.version)] };
    case 'ClassChanged':
      return each(state, event.data.key, (of) => changed(of, event.data, state.version));
    case 'ClassRetired':
      return each(state, event.data.key, (of) => ({ ...of, retired: true }));
    default:
      return event satisfies never;
  }
};

export const evolve = (state: LabelSchemaState, event: LabelSchemaEvent): LabelSchemaState => {
  if (event.type === 'LabelSchemaDefined') {
    const { name, classes } = event.data;
    return { status: 'defined', version: 1, name, classes: classes.map((of) => fresh(of, 1)) };
  }
  return state.status === 'initial' ? state : evolveDefined({ ...state, version: state.version + 1 }, event);
};
