import { fieldsOf, type SchemaField } from '../../components/training/schema-fields';
import type { SolutionVersion } from '../../api/solutions';

/** What differs between the parameters of two versions, by their titles. */
export interface ParameterChanges {
  readonly added: readonly SchemaField[];
  readonly removed: readonly SchemaField[];
  readonly changed: readonly SchemaField[];
}

export const changesBetween = (
  { manifest: before }: SolutionVersion,
  { manifest: after }: SolutionVersion,
): ParameterChanges => {
  const [old, fresh] = [fieldsOf(before.parameters), fieldsOf(after.parameters)];
  const known = new Map(old.map((field) => [field.key, JSON.stringify(field)]));
  const kept = new Set(fresh.map(({ key }) => key));
  return {
    added: fresh.filter(({ key }) => !known.has(key)),
    removed: old.filter(({ key }) => !kept.has(key)),
    changed: fresh.filter((field) => known.has(field.key) && known.get(field.key) !== JSON.stringify(field)),
  };
};
