import type { MountedRoute } from '../route/route-table';
import { type Json, jsonSchemaOf } from './json-schema';

const header = (name: string, required: boolean, description: string): Json => ({
  name,
  in: 'header',
  required,
  description,
  schema: { type: 'string' },
});

const objectParameters = (schema: Json, place: 'path' | 'query' | 'header'): readonly Json[] => {
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
  ...(spec.params ? objectParameters(jsonSchemaOf(spec.params, 'input', components), 'path') : []),
  ...(spec.query ? objectParameters(jsonSchemaOf(spec.query, 'input', components), 'query') : []),
  ...(spec.headers ? objectParameters(jsonSchemaOf(spec.headers, 'input', components), 'header') : []),
  ...(spec.ifMatch ? [header('If-Match', spec.ifMatch === true, 'ETag of the version that was seen.')] : []),
  ...(spec.command ? [header('Idempotency-Key', false, 'Makes a repetition of the request harmless.')] : []),
  ...(spec.method === 'GET'
    ? [header('Tutti-Position', false, 'Position that the answer must have seen; waits for it up to 2 s.')]
    : []),
];
