import type { EntitySchemaColumnOptions } from 'typeorm';
import { bigint, key, orNull, real, text } from '@tutti/database';

/** What every roll-up begins with. */
export const rollupKeyColumns = {
  deviceId: key(text('device_id', 26)),
  span: key({ name: 'span', type: 'integer' }),
  at: key(bigint('at')),
};

/** Sum (in whole parts), least and greatest of a value: properties `<name>Sum`, `<name>Min`, `<name>Max`. */
export type Stat<Name extends string> = {
  readonly [Part in 'Sum' as `${Name}${Part}`]: number;
} & { readonly [Part in 'Min' | 'Max' as `${Name}${Part}`]: number | null };

type StatColumns<Name extends string> = Readonly<
  Record<`${Name}${'Sum' | 'Min' | 'Max'}`, EntitySchemaColumnOptions>
>;

/** Sums are doubles: whole numbers stay exact up to 2^53, and beyond nothing breaks. */
export const statColumns = <const Name extends string>(name: Name, column: string): StatColumns<Name> =>
  ({
    [`${name}Sum`]: real(`${column}_sum`),
    [`${name}Min`]: orNull(real(`${column}_min`)),
    [`${name}Max`]: orNull(real(`${column}_max`)),
  }) as StatColumns<Name>;
