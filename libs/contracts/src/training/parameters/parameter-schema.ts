import { z } from 'zod';

const jsonSchema = z.record(z.string(), z.json());

/** JSON Schema (2020-12) of what a trainer's parameters may be, for the manifest of its solution. */
export const parameterSchemaOf = (schema: z.ZodObject): z.output<typeof jsonSchema> =>
  jsonSchema.parse(z.toJSONSchema(schema, { io: 'input' }));
