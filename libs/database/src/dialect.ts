import type { DataSource } from 'typeorm';

/** MariaDB speaks `mysql`. */
export type Dialect = 'sqlite' | 'mysql';

/** Whose SQL a database understands, where the two differ. */
export const dialectOf = ({ options }: Pick<DataSource, 'options'>): Dialect =>
  options.type === 'mysql' || options.type === 'mariadb' ? 'mysql' : 'sqlite';
