import { permission as permissions, type Permission } from '@tutti/contracts/identity';
import type { Schema } from '@tutti/testing';

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly schema: Schema;
}

type Schemas = Readonly<Record<string, Schema>>;

/** One operation of the OpenAPI document. */
export interface Operation {
  readonly method: string;
  /** With `{name}` for parameters. */
  readonly path: string;
  readonly parameters: readonly Parameter[];
  /** Of a body in JSON. */
  readonly body: Schema | undefined;
  /** Media type that a body should have. */
  readonly type: string;
  readonly access: 'public' | 'device' | 'signed-in' | Permission;
}

/** What references lead to, in their places; a schema inside itself may be anything. */
const inlined = (schema: Schema, named: Schemas, within: readonly string[] = []): Schema =>
  JSON.parse(
    JSON.stringify(schema, (_, part: unknown) => {
      const ref = (part as { $ref?: string } | null)?.$ref;
      if (ref === undefined) return part;
      const name = ref.replace('#/components/schemas/', '');
      return within.includes(name) ? {} : inlined(named[name] ?? {}, named, [...within, name]);
    }),
  ) as Schema;

interface Described {
  readonly description: string;
  readonly parameters: readonly Parameter[];
  readonly security: readonly Readonly<Record<string, unknown>>[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}

export interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  readonly components: { readonly schemas: Schemas };
}

const accessOf = ({ description, security }: Described): Operation['access'] => {
  if (security.length === 0) return 'public';
  if (security.some((scheme) => 'device' in scheme)) return 'device';
  return permissions.options.find((one) => description.includes(`Needs \`${one}\``)) ?? 'signed-in';
};

/** All operations of a document. */
export const operationsOf = ({ paths, components: { schemas } }: Document): readonly Operation[] =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => {
      const body = described.requestBody?.content['application/json']?.schema;
      return {
        method: method.toUpperCase(),
        path,
        parameters: described.parameters.map((one) => ({ ...one, schema: inlined(one.schema, schemas) })),
        body: body && inlined(body, schemas),
        type: Object.keys(described.requestBody?.content ?? {})[0] ?? 'application/json',
        access: accessOf(described),
      };
    }),
  );
