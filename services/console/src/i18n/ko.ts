import type { Catalogue } from './en';
import { chart } from './ko/chart';
import { classes } from './ko/classes';
import { commands } from './ko/commands';
import { common } from './ko/common';
import { datasets } from './ko/datasets';
import { devices } from './ko/devices';
import { edge } from './ko/edge';
import { requests, tokens } from './ko/enrolment';
import { events } from './ko/events';
import { imports } from './ko/imports';
import { labelling } from './ko/labelling';
import { overview } from './ko/overview';
import { pictures } from './ko/pictures';
import { session } from './ko/session';
import { system } from './ko/system';
import { users } from './ko/users';
import { versions } from './ko/versions';

/** Korean. It has no plural forms: texts with a count have `_other` only. */
export const ko: Catalogue = {
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
};
