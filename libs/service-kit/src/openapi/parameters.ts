import { z } from 'zod';
import type { MountedRoute } from '../route/route-table';
import { type Json, jsonSchemaOf } from './json-schema';

const header = (name: string, required: boolean, description: string): Json => ({
  name,
  in: 'header',
  required,
  description,
  schema: { type: 'string' },
});

/** One by one: their schemas may be components, what they are together is not. */
const objectParameters = (
  { shape }: z.ZodObject,
  place: 'path' | 'query' | 'header',
  components: Record<string, unknown>,
): readonly Json[] => {
  const schema = jsonSchemaOf(z.object(shape), 'input', components);
  const required = (schema['required'] ?? []) as readonly string[];
  return Object.entries((schema['properties'] ?? {}) as Readonly<Record<string, Json>>).map(
    ([name, property]) => {
      const { description, ...rest } = property;
      return {
        name,
        in: place,
        required: place === 'path' || required.includes(name),
        ...(description === undefined ? {} : { description }),
        schema: rest,
      };
    },
  );
};

/** Parameters that a route has by its schemas and by its kind. */
export const parametersOf = (
  { spec }: MountedRoute,
  components: Record<string, unknown>,
): readonly Json[] => [
  ...(spec.params ? objectParameters(spec.params, 'path', components) : []),
  ...(spec.query ? objectParameters(spec.query, 'query', components) : []),
  ...(spec.headers ? objectParameters(spec.headers, 'header', components) : []),
  ...(spec.ifMatch ? [header('If-Match', spec.ifMatch === true, 'ETag of the version that was seen.')] : []),
  ...(spec.command ? [header('Idempotency-Key', false, 'Makes a repetition of the request harmless.')] : []),
  ...(spec.method === 'GET'
    ? [header('Tutti-Position', false, 'Position that the answer must have seen; waits for it up to 2 s.')]
    : []),
];
