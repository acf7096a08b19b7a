import { chart } from './en/chart';
import { classes } from './en/classes';
import { commands } from './en/commands';
import { common } from './en/common';
import { datasets } from './en/datasets';
import { devices } from './en/devices';
import { edge } from './en/edge';
import { requests, tokens } from './en/enrolment';
import { events } from './en/events';
import { imports } from './en/imports';
import { labelling } from './en/labelling';
import { overview } from './en/overview';
import { pictures } from './en/pictures';
import { session } from './en/session';
import { system } from './en/system';
import { users } from './en/users';
import { versions } from './en/versions';
import type { Translation } from './translation';

/** The catalogue: every text of the console. Other languages have the same keys. */
export const en = {
  ...common,
  ...session,
  chart,
  classes,
  commands,
  datasets,
  devices,
  edge,
  events,
  imports,
  labelling,
  overview,
  pictures,
  requests,
  system,
  tokens,
  users,
  versions,
} as const;

/** The shape that a translation must have. */
export type Catalogue = Translation<typeof en>;
