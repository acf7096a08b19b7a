import { formatErrors, maxClasses, proposedClass } from '@tutti/contracts/datasets';
import type { MissingClass } from '@tutti/contracts/datasets';
import type { Aggregates, HandleOptions } from '@tutti/event-store';
import { DomainError } from '@tutti/kernel';
import { refused } from '../dataset/dataset-refusal.decider';
import { labelSchemaDecider, noSuchSchema } from '../label-schema/label-schema.decider';

interface Adding {
  readonly schemaId: string;
  readonly missing: readonly MissingClass[];
  /** Begins the ids of the commands. */
  readonly importId: string;
  readonly metadata: NonNullable<HandleOptions['metadata']>;
}

/** Adds what a source's labels use to the label schema: all of it or, refused before the first one, nothing. */
export const addClasses = async (
  aggregates: Aggregates,
  { schemaId, missing, importId, metadata }: Adding,
): Promise<void> => {
  const wanted = missing.map(({ key, name }) => {
    const { data } = proposedClass.safeParse({ key, name });
    if (data) return data;
    throw new DomainError(formatErrors['format.malformed'], {
      detail: `${JSON.stringify(name.slice(0, 100))} cannot be the name of a class: 1 to 64 characters. Nothing was done.`,
    });
  });
  const { state } = await aggregates.load(labelSchemaDecider, schemaId);
  if (state.status === 'initial') throw noSuchSchema();
  const lacking = wanted.filter(({ key }) => state.classes.every((one) => one.key !== key));
  if (state.classes.length + lacking.length > maxClasses)
    throw refused(
      'label-schema.too-many-classes',
      `${lacking.length} classes would be added to ${state.classes.length}; a schema has at most ${maxClasses}, retired ones among them. Nothing was done.`,
    );
  for (const add of lacking)
    await aggregates.handle(
      labelSchemaDecider,
      schemaId,
      { type: 'AddClass', class: add },
      { commandId: `${importId}.class.${add.key}`, metadata },
    );
};
