import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { ConfigError } from './config-error';
import { secretKeys, type ConfigSchema } from './config-schema';
import { retiredNameWarnings } from './retired-names';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface ParsedConfig<Schema extends ConfigSchema> {
  readonly config: z.output<Schema>;
  /** To be logged once the logger exists. */
  readonly warnings: readonly string[];
}

type Faults = Map<string, string>;

const readSecretFile = (name: string, env: Environment, faults: Faults): string | undefined => {
  const path = env[`${name}_FILE`];
  if (path === undefined || path === '') return undefined;
  if (env[name] !== undefined) {
    faults.set(name, `${name} and ${name}_FILE are both set: keep one.`);
    return undefined;
  }
  try {
    return readFileSync(path, 'utf8').replace(/\r?\n$/, '');
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    faults.set(name, `${name}_FILE cannot be read (${reason}).`);
    return undefined;
  }
};

/** A missing key says so; no message repeats a value. */
const describe = (issue: z.core.$ZodIssue, env: Environment): string => {
  const key = issue.path.map(String).join('.');
  const missing = issue.path.length === 1 && env[key] === undefined;
  return missing ? `${key} is missing.` : `${key}: ${issue.message}.`;
};

/** Values by key; an empty variable counts as absent. */
const readValues = (
  schema: ConfigSchema,
  env: Environment,
  faults: Faults,
): Readonly<Record<string, string>> => {
  const secrets = new Set(secretKeys(schema));
  return Object.fromEntries(
    Object.keys(schema.shape).flatMap((key) => {
      const value = (secrets.has(key) ? readSecretFile(key, env, faults) : undefined) ?? env[key];
      return value === undefined || value === '' ? [] : [[key, value]];
    }),
  );
};

/** Reads a service's configuration. Throws a `ConfigError` that lists every fault. */
export const parseConfig = <Schema extends ConfigSchema>(
  schema: Schema,
  env: Environment,
): ParsedConfig<Schema> => {
  const faults: Faults = new Map();
  const values = readValues(schema, env, faults);
  const parsed = schema.safeParse(values);
  for (const issue of parsed.error?.issues ?? []) {
    const key = String(issue.path[0]);
    if (!faults.has(key)) faults.set(key, describe(issue, values));
  }
  if (!parsed.success || faults.size > 0) throw new ConfigError([...faults.values()]);
  return { config: parsed.data, warnings: retiredNameWarnings(env) };
};
