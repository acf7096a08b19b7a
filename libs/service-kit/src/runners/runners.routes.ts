import {
  adoptLog,
  parkedInstances,
  projectionRunner,
  runners,
  skipCommit,
  systemErrors,
} from '@tutti/contracts/system';
import { z } from 'zod';
import { defineRoute } from '../route/route-spec';

const permission = 'system:manage';
const name = z.string().max(128);
const byName = z.strictObject({ name });

export const list = defineRoute({
  method: 'GET',
  path: 'runners',
  permission,
  summary: 'What the service does in the background: projections, processes, intake of telemetry',
  description:
    'Positions and rebuilds are those of the database; phase and error are those of the replica that answers.',
  response: runners,
});

export const rebuild = defineRoute({
  method: 'POST',
  path: 'projections/:name/rebuild',
  permission,
  summary:
    'Build the rows of a projection anew, beside those that are read; answers with the rebuild that runs',
  params: byName,
  response: projectionRunner,
  status: 202,
  errors: [
    systemErrors['projection.not-found'],
    systemErrors['projection.not-begun'],
    systemErrors['projection.newer-code'],
  ],
});

export const cancelRebuild = defineRoute({
  method: 'DELETE',
  path: 'projections/:name/rebuild',
  permission,
  summary: 'Cancel a rebuild that somebody asked for',
  params: byName,
  errors: [systemErrors['projection.not-found'], systemErrors['projection.rebuild-needed']],
});

export const parked = defineRoute({
  method: 'GET',
  path: 'processes/:name/parked',
  permission,
  summary: 'Instances of a process that wait for a person',
  params: byName,
  response: parkedInstances,
  errors: [systemErrors['process.not-found']],
});

export const resume = defineRoute({
  method: 'POST',
  path: 'processes/:name/parked/:instance/resume',
  permission,
  summary: 'Try a parked instance again, then what came since',
  params: z.strictObject({ name, instance: name }),
  errors: [systemErrors['process.not-found'], systemErrors['process.not-parked']],
});

export const adopt = defineRoute({
  method: 'POST',
  path: 'processes/:name/adopt',
  permission,
  summary: 'Let a process that stopped at another log go on with this one',
  params: byName,
  body: adoptLog,
  errors: [
    systemErrors['process.not-found'],
    systemErrors['process.not-halted'],
    systemErrors['commit.not-found'],
  ],
});

export const skip = defineRoute({
  method: 'POST',
  path: 'skips',
  permission,
  summary: 'Pass over one commit of this service that cannot be read, everywhere and for ever',
  description:
    'Written to the log as `CommitSkipped`. What the commit said is lost to everybody who reads the log.',
  body: skipCommit,
  command: true,
  errors: [
    systemErrors['commit.not-found'],
    systemErrors['commit.readable'],
    systemErrors['commit.of-another-service'],
  ],
});
