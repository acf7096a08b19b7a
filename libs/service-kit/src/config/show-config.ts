import type { z } from 'zod';
import { secretKeys, type ConfigSchema } from './config-schema';

/** The configuration as it may be logged: secrets only say whether they are set. */
export const showConfig = <Schema extends ConfigSchema>(
  schema: Schema,
  config: z.output<Schema>,
): Readonly<Record<string, unknown>> => {
  const secrets = new Set(secretKeys(schema));
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key, secrets.has(key) ? hide(value) : value]),
  );
};

const hide = (value: unknown): string => (value === undefined ? '(not set)' : '(hidden)');
