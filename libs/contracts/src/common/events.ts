import { type z } from 'zod';

/** One published event: its schema version and the shape of its data. A new field is optional; a new meaning is a new name. */
export interface EventDefinition<Schema extends z.ZodType = z.ZodType> {
  readonly version: number;
  readonly schema: Schema;
  /** Raises data of an older version by one, by that version's number. */
  readonly upcast?: Readonly<Record<number, (data: unknown) => unknown>>;
}

export type EventDefinitions = Readonly<Record<string, EventDefinition>>;

/** The events of one aggregate. */
export interface EventSet<Definitions extends EventDefinitions = EventDefinitions> {
  readonly context: string;
  readonly aggregate: string;
  readonly definitions: Definitions;
}

export const event = <Schema extends z.ZodType>(
  schema: Schema,
  version = 1,
  upcast?: EventDefinition['upcast'],
): EventDefinition<Schema> => ({ version, schema, ...(upcast ? { upcast } : {}) });

export const defineEvents = <Definitions extends EventDefinitions>(
  context: string,
  aggregate: string,
  definitions: Definitions,
): EventSet<Definitions> => ({ context, aggregate, definitions });

/** Union of an aggregate's events, inferred from its schemas. */
export type EventOf<Set extends EventSet> = {
  readonly [Type in keyof Set['definitions'] & string]: {
    readonly type: Type;
    readonly data: z.infer<Set['definitions'][Type]['schema']>;
  };
}[keyof Set['definitions'] & string];

/**
 * Reads stored data: raises older versions, then parses. A field that this release does not know, because a newer one
 * wrote it, is left out. Throws a ZodError when the data breaks its schema.
 */
export const readEventData = (definition: EventDefinition, version: number, data: unknown): unknown => {
  let raised = data;
  for (let v = version; v < definition.version; v++) raised = definition.upcast?.[v]?.(raised) ?? raised;
  const parsed = definition.schema.safeParse(raised);
  return parsed.success ? parsed.data : definition.schema.parse(withoutUnknown(raised, parsed.error.issues));
};

const withoutUnknown = (data: unknown, issues: readonly z.core.$ZodIssue[]): unknown => {
  const copy = structuredClone(data);
  for (const issue of issues) {
    if (issue.code !== 'unrecognized_keys') continue;
    const holder = issue.path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown>)[key], copy);
    for (const key of issue.keys) delete (holder as Record<string, unknown>)[key];
  }
  return copy;
};
