import type { Entrance } from './entrance';

/** What a person needs to know once everything runs. */
export interface Ready {
  /** As this machine reaches it. */
  readonly url: string;
  /** Host and port. */
  readonly grpc?: string;
  /** As others do. */
  readonly urls?: readonly string[];
  /** Printed once, at the first start. */
  readonly oneTimePassword?: string;
  /** Where the password for the first sign-in is kept, if it is. */
  readonly passwordFile?: string;
  readonly entrance?: Pick<Entrance, 'insecure' | 'certificate'>;
  readonly agent: boolean;
  readonly seconds: number;
}

const warning = [
  '',
  '  NOT ENCRYPTED (--insecure): whoever listens on this network reads passwords, tokens and pictures.',
  '  Leave --insecure away, and Tutti encrypts with a certificate of its own.',
];

/** How others recognise this server. */
const trust = (entrance: Ready['entrance'], url: string): readonly string[] => {
  if (entrance?.insecure === true) return warning;
  const fingerprint = entrance?.certificate?.current.fingerprint;
  if (fingerprint === undefined) return [];
  return [
    `  Authority  sha256:${fingerprint}`,
    `             Devices know it by their token; for browsers see ${url}/ca.pem and docs/guide/another-machine.md`,
  ];
};

const connecting = [
  '',
  '  Connect a device: create an enrolment token in the console, then `npm run agent -- --help`.',
];
const ownAgent = ['', '  An agent on this machine connects now and reads pictures at once.'];

export const banner = (ready: Ready): string => {
  const { grpc, oneTimePassword, passwordFile, entrance, agent, seconds } = ready;
  const [url = ready.url, ...others] = [...(ready.urls ?? []), ready.url];
  const also = others.map((other) => `             ${other}`);
  const password = `  Password   ${oneTimePassword}   (shown once; you choose your own at the first sign-in)`;
  return [
    `Tutti is ready (${seconds.toFixed(1)} s).`,
    '',
    `  Console    ${url}`,
    ...also,
    `  API        ${url}/api/docs`,
    ...(grpc === undefined ? [] : [`  gRPC       ${grpc}`]),
    '  User       admin',
    ...(oneTimePassword === undefined ? [] : [password]),
    ...(passwordFile === undefined ? [] : [`  Password   in ${passwordFile} (for the first sign-in)`]),
    ...trust(entrance, url),
    ...(agent ? ownAgent : connecting),
    '  Ctrl-C stops everything.',
    '',
  ].join('\n');
};
