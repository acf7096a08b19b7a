import type { Json } from '@tutti/service-kit';

interface Known {
  readonly service: string;
  readonly parts: readonly string[];
}

const partsOf = (path: string): readonly string[] => path.split('/');
const isParameter = (part: string): boolean => part.startsWith('{');

const fits = ({ parts }: Known, asked: readonly string[]): boolean =>
  parts.length === asked.length &&
  parts.every((part, index) => (isParameter(part) ? asked[index] !== '' : part === asked[index]));

/** Which service answers to a path: what their OpenAPI documents say. */
export class RouteTable {
  readonly #known: readonly Known[];

  constructor(documents: ReadonlyMap<string, Json>) {
    this.#known = [...documents].flatMap(([service, { paths }]) =>
      Object.keys(paths as object).map((path) => ({ service, parts: partsOf(path) })),
    );
  }

  /** Of several that fit, the one with the fewest parameters, as their own routers choose. */
  serviceOf(path: string): string | undefined {
    const asked = partsOf(path);
    const parameters = ({ parts }: Known): number => parts.filter(isParameter).length;
    return this.#known.filter((one) => fits(one, asked)).sort((a, b) => parameters(a) - parameters(b))[0]
      ?.service;
  }
}
