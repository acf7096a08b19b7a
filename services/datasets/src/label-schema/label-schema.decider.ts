import type { ChangeClass, LabelSchemaEvent, ProposedClass } from '@tutti/contracts/datasets';
import type { Decider, DomainError } from '@tutti/kernel';
import { refused } from '../dataset/dataset-refusal.decider';
import {
  evolve,
  initialState,
  type DefinedSchema,
  type LabelSchemaState,
  type SchemaClass,
} from './label-schema.state';
import { assertFree, newClass, newClasses } from './new-class.decider';

interface DefineSchema {
  readonly type: 'DefineSchema';
  readonly name: string;
  readonly classes: readonly ProposedClass[];
}
interface RenameSchema {
  readonly type: 'RenameSchema';
  readonly name: string;
}
interface AddClass {
  readonly type: 'AddClass';
  readonly class: ProposedClass;
}
type ChangeSchemaClass = { readonly type: 'ChangeClass'; readonly key: string } & ChangeClass;
interface RetireClass {
  readonly type: 'RetireClass';
  readonly key: string;
  readonly reason?: string | undefined;
}

export type LabelSchemaCommand = DefineSchema | RenameSchema | AddClass | ChangeSchemaClass | RetireClass;

type Events = readonly LabelSchemaEvent[];

export const noSuchSchema = (): DomainError =>
  refused('label-schema.not-found', 'No label schema has this id.');

const defined = (state: LabelSchemaState): DefinedSchema => {
  if (state.status === 'initial') throw noSuchSchema();
  return state;
};

const activeClass = ({ classes }: DefinedSchema, key: string): SchemaClass => {
  const found = classes.find((of) => of.key === key);
  if (!found) throw refused('label-schema.class-not-found', `The schema has no class ${key}.`);
  if (found.retired)
    throw refused('label-schema.class-retired', `${key} is retired for good. Add a class in its place.`);
  return found;
};

const nothingChanged = (): DomainError =>
  refused('label-schema.nothing-changed', 'Every value is what it was.');

const rename = ({ name }: RenameSchema, state: DefinedSchema): Events => {
  if (name === state.name) throw nothingChanged();
  return [{ type: 'LabelSchemaRenamed', data: { name } }];
};

const change = (command: ChangeSchemaClass, state: DefinedSchema): Events => {
  const { key, relabel = false } = command;
  const now = activeClass(state, key);
  const differs = <Field extends 'name' | 'colour' | 'shortcut' | 'description'>(field: Field) => {
    const value = command[field];
    return value !== undefined && (value ?? undefined) !== now[field] ? { [field]: value } : {};
  };
  const changes = {
    ...differs('name'),
    ...differs('colour'),
    ...differs('shortcut'),
    ...differs('description'),
  };
  if (Object.keys(changes).length === 0 && !relabel) throw nothingChanged();
  assertFree(
    changes,
    state.classes.filter((of) => of.key !== key),
  );
  return [{ type: 'ClassChanged', data: { key, ...changes, relabel } }];
};

const retire = ({ key, reason }: RetireClass, state: DefinedSchema): Events => {
  activeClass(state, key);
  return [{ type: 'ClassRetired', data: { key, ...(reason === undefined ? {} : { reason }) } }];
};

const define = ({ name, classes }: DefineSchema, state: LabelSchemaState): Events => {
  if (state.status !== 'initial')
    throw refused('label-schema.already-defined', 'Change it, or define another one.');
  return [{ type: 'LabelSchemaDefined', data: { name, classes: newClasses(classes) } }];
};

const decide = (command: LabelSchemaCommand, state: LabelSchemaState): Events => {
  switch (command.type) {
    case 'DefineSchema':
      return define(command, state);
    case 'RenameSchema':
      return rename(command, defined(state));
    case 'AddClass':
      return [{ type: 'ClassAdded', data: { class: newClass(command.class, defined(state).classes) } }];
    case 'ChangeClass':
      return change(command, defined(state));
    case 'RetireClass':
      return retire(command, defined(state));
    default:
      return command satisfies never;
  }
};

/** The classes that labels may name. Several datasets may share one: they can be trained together. */
export const labelSchemaDecider: Decider<LabelSchemaState, LabelSchemaCommand, LabelSchemaEvent> = {
  context: 'datasets',
  aggregate: 'label-schema',
  stateVersion: 1,
  initialState,
  decide,
  evolve,
};
