import * as common from '@tutti/contracts/common';
import * as datasets from '@tutti/contracts/datasets';
import * as deployment from '@tutti/contracts/deployment';
import * as devices from '@tutti/contracts/devices';
import * as identity from '@tutti/contracts/identity';
import * as summary from '@tutti/contracts/summary';
import * as system from '@tutti/contracts/system';
import * as training from '@tutti/contracts/training';
import { z } from 'zod';

export type Direction = 'input' | 'output';

const contexts = { common, identity, devices, datasets, training, deployment, summary, system };

const pascalCase = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** What each schema of the contracts is called in the description of the API: as it is exported. */
export const namesOf = (modules: Readonly<Record<string, object>>): ReadonlyMap<z.ZodType, string> => {
  const owners = new Map<string, string>();
  const names = new Map<z.ZodType, string>();
  for (const [context, exported] of Object.entries(modules))
    for (const [name, schema] of Object.entries(exported)) {
      if (!(schema instanceof z.ZodType) || names.has(schema)) continue;
      const owner = owners.get(name);
      if (owner !== undefined)
        throw new Error(
          `Both ${owner} and ${context} export another \`${name}\`, and the API has room for one schema of that name: rename one.`,
        );
      owners.set(name, context);
      names.set(schema, pascalCase(name));
    }
  return names;
};

const names: ReadonlyMap<z.core.$ZodType, string> = namesOf(contexts);

const shapeOf = (schema: z.core.$ZodType, io: Direction): string =>
  JSON.stringify(z.toJSONSchema(schema, { io, unrepresentable: 'any' }));

/** Ids for `z.toJSONSchema`, beside all else that schemas say of themselves. */
class SchemaNames extends z.core.$ZodRegistry<z.core.GlobalMeta> {
  /** Those that were asked for: to compare the shapes of all takes a while. */
  readonly #ids = new Map<z.core.$ZodType, string>();

  constructor(private readonly direction: Direction) {
    super();
  }

  override get<Schema extends z.core.$ZodType>(
    schema: Schema,
  ): z.core.$replace<z.core.GlobalMeta, Schema> | undefined {
    const id = this.#idOf(schema);
    const said = z.globalRegistry.get(schema);
    return id === undefined ? said : { ...said, id };
  }

  #idOf(schema: z.core.$ZodType): string | undefined {
    const name = names.get(schema);
    if (name === undefined || this.direction === 'output') return name;
    const known = this.#ids.get(schema);
    if (known !== undefined) return known;
    const id = shapeOf(schema, 'input') === shapeOf(schema, 'output') ? name : `${name}Input`;
    this.#ids.set(schema, id);
    return id;
  }
}

/** The same in every service, whatever its routes use: documents can be merged by name. */
export const schemaNames: Readonly<Record<Direction, SchemaNames>> = {
  input: new SchemaNames('input'),
  output: new SchemaNames('output'),
};
