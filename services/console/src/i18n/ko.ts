import type { Catalogue } from './en';
import { channels } from './ko/channels';
import { chart } from './ko/chart';
import { classes } from './ko/classes';
import { commands } from './ko/commands';
import { common } from './ko/common';
import { datasets } from './ko/datasets';
import { deliveries } from './ko/deliveries';
import { deployments } from './ko/deployments';
import { devices } from './ko/devices';
import { edge } from './ko/edge';
import { requests, tokens } from './ko/enrolment';
import { events } from './ko/events';
import { imports } from './ko/imports';
import { labelling } from './ko/labelling';
import { models } from './ko/models';
import { notifications } from './ko/notifications';
import { overview } from './ko/overview';
import { pictures } from './ko/pictures';
import { rolloutPlan } from './ko/rollout-plan';
import { rollouts } from './ko/rollouts';
import { rollout } from './ko/rollout';
import { runs } from './ko/runs';
import { session } from './ko/session';
import { solutions } from './ko/solutions';
import { stream } from './ko/stream';
import { streams } from './ko/streams';
import { summaries } from './ko/summaries';
import { system } from './ko/system';
import { training } from './ko/training';
import { trigger } from './ko/trigger';
import { users } from './ko/users';
import { versions } from './ko/versions';
import { workspaces } from './ko/workspaces';

/** Korean. It has no plural forms: texts with a count have `_other` only. */
export const ko: Catalogue = {
  ...common,
  ...session,
  channels,
  chart,
  classes,
  commands,
  datasets,
  deliveries,
  deployments,
  devices,
  edge,
  events,
  imports,
  labelling,
  models,
  notifications,
  overview,
  pictures,
  requests,
  rolloutPlan,
  rollouts,
  rollout,
  runs,
  solutions,
  stream,
  streams,
  summaries,
  system,
  tokens,
  training,
  trigger,
  users,
  versions,
  workspaces,
};
