import type { LabelClass, LabelSchemaEvent } from '@tutti/contracts/datasets';

export interface SchemaClass extends LabelClass {
  readonly retired: boolean;
}

export interface DefinedSchema {
  readonly status: 'defined';
  readonly name: string;
  /** In the order in which they were added; retired ones stay. */
  readonly classes: readonly SchemaClass[];
}

export type LabelSchemaState = { readonly status: 'initial' } | DefinedSchema;

export const initialState: LabelSchemaState = { status: 'initial' };

type Changed = Extract<LabelSchemaEvent, { type: 'ClassChanged' }>['data'];

const fresh = (of: LabelClass): SchemaClass => ({ ...of, retired: false });

const changed = (of: SchemaClass, data: Changed): SchemaClass => {
  const { name = of.name, colour = of.colour, shortcut = of.shortcut, description = of.description } = data;
  return { ...of, name, colour, shortcut: shortcut ?? undefined, description: description ?? undefined };
};

const each = (
  state: DefinedSchema,
  key: string,
  change: (of: SchemaClass) => SchemaClass,
): DefinedSchema => ({
  ...state,
  classes: state.classes.map((of) => (of.key === key ? change(of) : of)),
});

export const evolve = (state: LabelSchemaState, event: LabelSchemaEvent): LabelSchemaState => {
  if (event.type === 'LabelSchemaDefined')
    return { status: 'defined', name: event.data.name, classes: event.data.classes.map(fresh) };
  if (state.status === 'initial') return state;
  switch (event.type) {
    case 'LabelSchemaRenamed':
      return { ...state, name: event.data.name };
    case 'ClassAdded':
      return { ...state, classes: [...state.classes, fresh(event.data.class)] };
    case 'ClassChanged':
      return each(state, event.data.key, (of) => changed(of, event.data));
    case 'ClassRetired':
      return each(state, event.data.key, (of) => ({ ...of, retired: true }));
    default:
      return event satisfies never;
  }
};
