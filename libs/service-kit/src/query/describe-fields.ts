import type { FilterField } from '@tutti/contracts/common';
import { operatorsOf, type Field, type FieldTable } from './field-table';

const valuesOf = (field: Field): readonly string[] => {
  if (field.type === 'enum') return field.values;
  return field.type === 'group' ? field.names : [];
};

/** A field table for whoever builds filters. `keys` are the known keys of tags. */
export const describeFields = (fields: FieldTable, keys: readonly string[] = []): FilterField[] =>
  Object.entries(fields).map(([name, field]) => ({
    name,
    type: field.type,
    operators: [...operatorsOf[field.type]],
    values: [...(field.type === 'tags' ? keys : valuesOf(field))],
  }));
