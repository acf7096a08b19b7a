import {
  type Account,
  type ConnectionType,
  newScopedSigner,
  type OperatorLimits,
  type RevocationList,
  type SigningKey,
} from '@nats-io/jwt';
import { telemetryKinds, telemetrySubject } from '@tutti/contracts/devices';
import { jobAcknowledgements, jobRequests, trainerApiPrefix } from './grants';
import { permissionsOf } from './user-permissions';
import { accountOf, type UserName, userNames } from './users';

/** Public keys of an installation, as its account claims speak of them. */
export interface ClaimKeys {
  readonly core: string;
  readonly edge: string;
  /** Signs users of any right in account CORE: for people, never handed to a service. */
  readonly coreSigner: string;
  /** Scoped key that signs devices. */
  readonly deviceSigner: string;
  /** Scoped keys, one per user: rights stand on the account, so an upgrade changes them without new credentials. */
  readonly userSigners: Readonly<Record<UserName, string>>;
}

const limits: OperatorLimits = {
  subs: -1,
  data: -1,
  payload: -1,
  conn: -1,
  leaf: 0,
  imports: -1,
  exports: -1,
  wildcards: true,
  disallow_bearer: true,
};

const jetStream: OperatorLimits = { mem_storage: -1, disk_storage: -1, streams: -1, consumer: -1 };

const connectionTypes: ConnectionType[] = ['STANDARD', 'WEBSOCKET'];

const telemetry = 'tel.>';
const twinGet = '$JS.API.DIRECT.GET.KV_twin.>';
const nudge = 'nudge.*';

/** The queue of trainings, as it is called here and in the trainers' account. */
const jobServices = [
  ...jobRequests.map((request) => ({
    subject: `$JS.API.${request}.*`,
    local: `${trainerApiPrefix}.${request}.$1`,
  })),
  { subject: jobAcknowledgements, local: jobAcknowledgements },
];

const signersOf = (account: 'SYS' | 'CORE' | 'PUBLIC', keys: ClaimKeys): SigningKey[] =>
  userNames
    .filter((user) => accountOf(user) === account)
    .map((user) => {
      const { publish, subscribe } = permissionsOf(user, keys.edge);
      return newScopedSigner(keys.userSigners[user], user, {
        pub: { allow: [...publish] },
        sub: { allow: [...subscribe] },
        allowed_connection_types: connectionTypes,
      });
    });

export const systemClaims = (keys: ClaimKeys): Partial<Account> => ({
  limits,
  signing_keys: signersOf('SYS', keys),
});

/** Without JetStream, for the reason that devices have (below): trainers take jobs and acknowledge them. */
export const publicClaims = (keys: ClaimKeys): Partial<Account> => ({
  limits,
  signing_keys: signersOf('PUBLIC', keys),
  imports: jobServices.map(({ subject, local }) => ({
    name: subject,
    subject,
    account: keys.core,
    type: 'service',
    local_subject: local,
  })),
});

/**
 * Has JetStream. Lets EDGE publish telemetry, get twins, and hear nudges, and PUBLIC take jobs; nothing else crosses.
 * One request for jobs has several answers: jobs, and how the request ended.
 */
export const coreClaims = (keys: ClaimKeys): Partial<Account> => ({
  limits: { ...limits, ...jetStream },
  signing_keys: [keys.coreSigner, ...signersOf('CORE', keys)],
  exports: [
    { name: 'telemetry', subject: telemetry, type: 'service' },
    { name: 'twin', subject: twinGet, type: 'service' },
    { name: 'nudge', subject: nudge, type: 'stream' },
    ...jobServices.map(
      ({ subject }) => ({ name: subject, subject, type: 'service', response_type: 'Stream' }) as const,
    ),
  ],
});

/**
 * Devices, without JetStream: the server does not check a publisher's reply subject, so a device beside JetStream
 * could make the server write its acknowledgements anywhere.
 */
export const edgeClaims = (
  keys: Pick<ClaimKeys, 'core' | 'deviceSigner'>,
  revocations: RevocationList,
): Partial<Account> => ({
  limits,
  signing_keys: [deviceSigner(keys.deviceSigner)],
  imports: [
    { name: 'telemetry', subject: telemetry, account: keys.core, type: 'service', local_subject: telemetry },
    { name: 'twin', subject: twinGet, account: keys.core, type: 'service', local_subject: twinGet },
    { name: 'nudge', subject: nudge, account: keys.core, type: 'stream', local_subject: nudge },
  ],
  revocations,
});

/** Telemetry batches are small and a device has one inbox and one nudge: more is a mistake or an attack. */
const deviceLimits = { subs: 8, payload: 256 * 1024 } as const;

/** Each kind by name: with `>`, one device could fill the server's memory with subjects that it makes up. */
const kinds = telemetryKinds.map((kind) => telemetrySubject('{{name()}}', kind));

/** A device's rights stand on the account: its JWT carries a name and nothing that could be widened. */
const deviceSigner = (signer: string): SigningKey =>
  newScopedSigner(signer, 'device', {
    pub: { allow: [...kinds, '$JS.API.DIRECT.GET.KV_twin.$KV.twin.{{name()}}.>'] },
    sub: { allow: ['_INBOX.{{name()}}.>', 'nudge.{{name()}}'] },
    allowed_connection_types: connectionTypes,
    ...deviceLimits,
  });
