import { blobContexts, logNames } from '../streams/names';
import { type Grants, ownBlobs, ownJobs, ownKeys, readKeys, readLog, takeJobs, writeKeys } from './grants';
import { accountOf, inboxPrefix, isServiceName, type ServiceName, type UserName } from './users';

/** What the system account's revoker may ask for: new claims for account EDGE and for no other. */
export const claimsUpdateSubject = (edgeAccount: string): string =>
  `$SYS.REQ.ACCOUNT.${edgeAccount}.CLAIMS.UPDATE`;

/** Answers with the claims that the server goes by. */
export const claimsLookupSubject = (edgeAccount: string): string =>
  `$SYS.REQ.ACCOUNT.${edgeAccount}.CLAIMS.LOOKUP`;

/** Asked by `verifyNatsServer`: every server of a cluster answers with its JetStream settings. */
export const serverSettingsSubject = '$SYS.REQ.SERVER.PING.JSZ';

/** Answers with the account and the permissions of whoever asks. */
export const whoAmISubject = '$SYS.REQ.USER.INFO';

/**
 * In every service: its own events, the whole log, its own snapshots, secrets, dead letters and blobs. Keys of shared
 * buckets begin with the context that owns them.
 */
const everyService = (context: ServiceName): Grants => [
  `evt.${context}.>`,
  ...readLog(logNames.log),
  ...ownKeys('snapshots', `evt.${context}.>`),
  ...ownKeys('vault', `${context}.>`),
  ...ownKeys('person', `${context}.>`),
  ...readKeys('jwks', '>'),
  `dlq.${context}.>`,
  ...readLog(logNames.deadLetters),
  `$JS.API.STREAM.MSG.DELETE.${logNames.deadLetters}`,
  ...blobContexts.filter((name) => name === context).flatMap(ownBlobs),
];

const telemetry = readLog(logNames.telemetry);

const extra: Readonly<Record<ServiceName, Grants>> = {
  identity: writeKeys('jwks', '>'),
  devices: [...telemetry, ...ownKeys('twin', '>'), ...ownKeys('pending', '>'), 'nudge.*'],
  summary: telemetry,
  datasets: telemetry,
  training: [...telemetry, ...ownJobs],
  deployment: [
    ...telemetry,
    ...readKeys('twin', '>'),
    ...writeKeys('twin', '*.models'),
    ...writeKeys('twin', '*.head'),
    'nudge.*',
  ],
};

/** Creates and adjusts logs and buckets; removes and reads none. */
const setup: Grants = [
  '$JS.API.STREAM.CREATE.*',
  '$JS.API.STREAM.UPDATE.*',
  '$JS.API.STREAM.INFO.*',
  '$JS.API.STREAM.NAMES',
  '$JS.API.STREAM.LIST',
];

const grantsOf = (user: UserName, edgeAccount: string): Grants => {
  if (isServiceName(user)) return [...everyService(user), ...extra[user]];
  switch (user) {
    case 'setup':
      return setup;
    case 'trainer':
      return takeJobs;
    case 'revoker':
      return [claimsUpdateSubject(edgeAccount), claimsLookupSubject(edgeAccount)];
    case 'observer':
      return [serverSettingsSubject];
  }
};

export interface UserPermissions {
  readonly publish: readonly string[];
  readonly subscribe: readonly string[];
}

/** The least that a user needs: an allow-list of both directions. */
export const permissionsOf = (user: UserName, edgeAccount: string): UserPermissions => ({
  publish: [
    ...new Set([
      ...grantsOf(user, edgeAccount),
      whoAmISubject,
      ...(accountOf(user) === 'CORE' ? ['$JS.API.INFO'] : []),
    ]),
  ],
  subscribe: [`${inboxPrefix(user)}.>`],
});

const lookAt = '$JS.API.STREAM.INFO.';

/** The logs and buckets that a service may look at, by their JetStream names. */
export const visibleLogs = (service: ServiceName): readonly string[] => {
  const granted = permissionsOf(service, '').publish.filter((subject) => subject.startsWith(lookAt));
  return granted.map((subject) => subject.slice(lookAt.length));
};
