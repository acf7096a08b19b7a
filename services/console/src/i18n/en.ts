import { common } from './en/common';
import { devices } from './en/devices';
import { edge } from './en/edge';
import { requests, tokens } from './en/enrolment';
import { events } from './en/events';
import { overview } from './en/overview';
import { session } from './en/session';
import { users } from './en/users';

/** The catalogue: every text of the console. Other languages have the same keys. */
export const en = {
  ...common,
  ...session,
  devices,
  edge,
  events,
  overview,
  requests,
  tokens,
  users,
} as const;

/** The shape that a translation must have. */
export type Catalogue<T = typeof en> = {
  readonly [Key in keyof T]: T[Key] extends string ? string : Catalogue<T[Key]>;
};
