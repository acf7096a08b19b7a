import { classKey } from '@tutti/contracts/datasets';
import { z } from 'zod';
import type { ClassDescription } from './description';

const text = z.string().min(1).max(200);

const isUnique = (values: readonly unknown[]): boolean => new Set(values).size === values.length;

/** The classes as Tutti writes them beside a format's own list, so that keys, ids and colours come back. */
export const labelSchema = z.object({
  classes: z
    .array(
      z.object({
        key: classKey,
        // Text in YAML, where every scalar is read as text.
        id: z.union([
          z.number().int().nonnegative(),
          z
            .string()
            .regex(/^\d{1,9}$/)
            .transform(Number),
        ]),
        name: text,
        colour: z
          .string()
          .regex(/^#[0-9a-f]{6}$/i)
          .optional(),
      }),
    )
    .refine((classes) => isUnique(classes.map((one) => one.key)) && isUnique(classes.map(({ id }) => id))),
});

/** With the fields in one order, whatever object came in. */
export const labelSchemaOf = (classes: readonly ClassDescription[]): z.infer<typeof labelSchema> => ({
  classes: sortedById(classes).map(({ key, id, name, colour }) => ({
    key,
    id,
    name,
    ...(colour === undefined ? {} : { colour }),
  })),
});

export const sortedById = (classes: readonly ClassDescription[]): readonly ClassDescription[] =>
  classes.toSorted((a, b) => a.id - b.id);
