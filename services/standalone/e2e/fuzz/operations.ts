import { permission as permissions, type Permission } from '@tutti/contracts/identity';
import type { Schema } from '@tutti/testing';

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly schema: Schema;
}

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

interface Described {
  readonly description: string;
  readonly parameters: readonly Parameter[];
  readonly security: readonly Readonly<Record<string, unknown>>[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}

export interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
}

const accessOf = ({ description, security }: Described): Operation['access'] => {
  if (security.length === 0) return 'public';
  if (security.some((scheme) => 'device' in scheme)) return 'device';
  return permissions.options.find((one) => description.includes(`Needs \`${one}\``)) ?? 'signed-in';
};

/** All operations of a document. */
export const operationsOf = ({ paths }: Document): readonly Operation[] =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => ({
      method: method.toUpperCase(),
      path,
      parameters: described.parameters,
      body: described.requestBody?.content['application/json']?.schema,
      type: Object.keys(described.requestBody?.content ?? {})[0] ?? 'application/json',
      access: accessOf(described),
    })),
  );
