import { z } from 'zod';
import { type Direction, schemaNames } from './schema-names';

/** A JSON Schema (2020-12), or any other part of an OpenAPI document. */
export type Json = Readonly<Record<string, unknown>>;

const dates = ({
  zodSchema,
  jsonSchema,
}: {
  zodSchema: z.core.$ZodTypes;
  jsonSchema: z.core.JSONSchema.BaseSchema;
}): void => {
  if (zodSchema._zod.def.type === 'date') Object.assign(jsonSchema, { type: 'string', format: 'date-time' });
};

/** zod numbers what contains itself and has no name, anew for each route. */
const assertNamed = (schemas: Json): void => {
  if (Object.keys(schemas).some((name) => name.startsWith('__schema')))
    throw new Error(
      'A schema that contains itself needs a name: export it from its context in the contracts.',
    );
};

/** JSON Schema of what goes in or comes out. Schemas of the contracts are moved to `components`, and referred to. */
export const jsonSchemaOf = (schema: z.ZodType, io: Direction, components: Record<string, unknown>): Json => {
  const {
    $schema: _,
    $defs,
    ...rest
  } = z.toJSONSchema(schema, { io, metadata: schemaNames[io], unrepresentable: 'any', override: dates });
  const text = JSON.stringify({ rest, $defs: $defs ?? {} }).replaceAll('"#/$defs/', '"#/components/schemas/');
  const moved = JSON.parse(text) as { rest: Json; $defs: Json };
  assertNamed(moved.$defs);
  Object.assign(components, moved.$defs);
  return moved.rest;
};
