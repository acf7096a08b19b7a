import type { Json } from '@tutti/service-kit';

interface Tag {
  readonly name: string;
}

interface Document extends Json {
  readonly paths: Json;
  readonly tags: readonly Tag[];
  /** By kind: schemas, responses, security schemes. */
  readonly components: Readonly<Record<string, Json>>;
}

/** A parameter stands before names, as it does in a document of one process. */
const rank = (key: string): string => key.replaceAll('{', ':');

const inOrder = (object: Json): Json =>
  Object.fromEntries(Object.entries(object).sort(([a], [b]) => (rank(a) < rank(b) ? -1 : 1)));

const all = (parts: readonly Json[]): Json => inOrder(Object.assign({}, ...parts) as Json);

const allComponents = (known: readonly Document[]): Document['components'] => {
  const kinds = new Set(known.flatMap(({ components }) => Object.keys(components)));
  return Object.fromEntries(
    [...kinds].map((kind) => [kind, all(known.map(({ components }) => components[kind] ?? {}))]),
  );
};

/** One OpenAPI document of those of all services, as if one process had written it. Same names mean the same. */
export const mergeDocuments = (documents: readonly Json[]): Json => {
  const known = documents as readonly Document[];
  const [first] = known;
  if (!first) return {};
  const tags = new Map(known.flatMap((document) => document.tags.map((tag) => [tag.name, tag] as const)));
  return {
    ...first,
    tags: Object.values(all([Object.fromEntries(tags)])),
    paths: all(known.map(({ paths }) => paths)),
    components: allComponents(known),
  };
};
