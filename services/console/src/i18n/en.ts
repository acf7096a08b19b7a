import { channels } from './en/channels';
import { chart } from './en/chart';
import { classes } from './en/classes';
import { commands } from './en/commands';
import { common } from './en/common';
import { datasets } from './en/datasets';
import { deliveries } from './en/deliveries';
import { deployments } from './en/deployments';
import { devices } from './en/devices';
import { edge } from './en/edge';
import { requests, tokens } from './en/enrolment';
import { events } from './en/events';
import { imports } from './en/imports';
import { labelling } from './en/labelling';
import { models } from './en/models';
import { notifications } from './en/notifications';
import { overview } from './en/overview';
import { pictures } from './en/pictures';
import { rolloutPlan } from './en/rollout-plan';
import { rollouts } from './en/rollouts';
import { rollout } from './en/rollout';
import { runs } from './en/runs';
import { session } from './en/session';
import { solutions } from './en/solutions';
import { stream } from './en/stream';
import { streams } from './en/streams';
import { summaries } from './en/summaries';
import { system } from './en/system';
import { training } from './en/training';
import { trigger } from './en/trigger';
import { users } from './en/users';
import { versions } from './en/versions';
import { workspaces } from './en/workspaces';
import type { Translation } from './translation';

/** The catalogue: every text of the console. Other languages have the same keys. */
export const en = {
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
} as const;

/** The shape that a translation must have. */
export type Catalogue = Translation<typeof en>;
