import { z } from 'zod';

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

/**
 * JSON Schema of what goes in or comes out. Named schemas (`.meta({ id })`) are moved to `components` so that `$ref`
 * holds inside the document.
 */
export const jsonSchemaOf = (
  schema: z.ZodType,
  io: 'input' | 'output',
  components: Record<string, unknown>,
): Json => {
  const {
    $schema: _,
    $defs,
    ...rest
  } = z.toJSONSchema(schema, { io, unrepresentable: 'any', override: dates });
  const text = JSON.stringify({ rest, $defs: $defs ?? {} }).replaceAll('"#/$defs/', '"#/components/schemas/');
  const moved = JSON.parse(text) as { rest: Json; $defs: Json };
  Object.assign(components, moved.$defs);
  return moved.rest;
};
