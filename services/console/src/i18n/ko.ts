import type { Catalogue } from './en';
import { chart } from './ko/chart';
import { commands } from './ko/commands';
import { common } from './ko/common';
import { devices } from './ko/devices';
import { edge } from './ko/edge';
import { requests, tokens } from './ko/enrolment';
import { events } from './ko/events';
import { overview } from './ko/overview';
import { session } from './ko/session';
import { system } from './ko/system';
import { users } from './ko/users';

/** Korean. It has no plural forms: texts with a count have `_other` only. */
export const ko: Catalogue = {
  ...common,
  ...session,
  chart,
  commands,
  devices,
  edge,
  events,
  overview,
  requests,
  system,
  tokens,
  users,
};
