import { z } from 'zod';

/** Marks configuration keys whose value must not be shown; `NAME_FILE` works for them too. */
export const secretRegistry = z.registry<{ readonly secret: true }>();

/** A key whose value is a secret: `secret(z.string().min(32).optional().describe('…'))`. */
export const secret = <Schema extends z.ZodType>(schema: Schema): Schema => {
  secretRegistry.add(schema, { secret: true });
  return schema;
};

/** One service's configuration: environment names to schemas, each with a description. */
export type ConfigSchema = z.ZodObject<Readonly<Record<string, z.ZodType>>>;

/** Whether the key was marked; looks through `.optional()`, `.default()` and `.describe()` put around the mark. */
export const isSecret = (schema: z.core.$ZodType): boolean => {
  if (secretRegistry.has(schema)) return true;
  const inner = 'innerType' in schema._zod.def ? schema._zod.def.innerType : schema._zod.parent;
  return inner instanceof z.core.$ZodType && isSecret(inner);
};

export const secretKeys = (schema: ConfigSchema): readonly string[] =>
  Object.entries(schema.shape).flatMap(([key, value]) => (isSecret(value) ? [key] : []));
