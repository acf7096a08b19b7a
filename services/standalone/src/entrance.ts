import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import {
  certifiedNames,
  openGeneratedCertificate,
  openGivenCertificate,
  reachableHosts,
  type CertificateFiles,
  type ServerCertificate,
} from '@tutti/certificates';
import { isLoopback, localHost } from '@tutti/contracts/common';
import { certificateAlarm, certificateFiles, ConfigError } from '@tutti/service-kit';
import type { Logger } from 'pino';
import type { StandaloneConfig } from './config';
import type { DataPaths } from './data-dir';
import type { StandaloneOptions } from './options';

/** Where this installation listens, how it proves who it is, and by which names others reach it. */
export interface Entrance {
  /** Address that is bound. */
  readonly host: string;
  /** Name or address by which programs on this machine reach it; the certificate is for it. */
  readonly localName: string;
  readonly beyondLoopback: boolean;
  /** Absent: plain text. */
  readonly certificate?: ServerCertificate;
  /** Plain text although it is beyond the loopback. */
  readonly insecure: boolean;
  /** Base URLs for devices and people elsewhere; empty when only this machine reaches it. */
  urls(port: number): readonly string[];
  /** Where devices elsewhere reach a NATS server on this port. */
  natsUrls(port: number): readonly string[];
}

/** Nobody elsewhere reaches it. */
export const loopbackOnly: Entrance = {
  host: '127.0.0.1',
  localName: '127.0.0.1',
  beyondLoopback: false,
  insecure: false,
  urls: () => [],
  natsUrls: () => [],
};

export interface EntranceOptions {
  readonly options: StandaloneOptions;
  readonly config: StandaloneConfig;
  readonly paths: DataPaths;
  readonly logger: Logger;
}

/** Flags win over the environment. */
const givenFiles = ({ options, config }: EntranceOptions): CertificateFiles | undefined =>
  certificateFiles({
    TLS_CERT_FILE: options.tlsCert ?? config.TLS_CERT_FILE,
    TLS_KEY_FILE: options.tlsKey ?? config.TLS_KEY_FILE,
    TLS_CA_FILE: options.tlsCa ?? config.TLS_CA_FILE,
  });

const publicHosts = ({ options, config }: EntranceOptions): readonly string[] => {
  const told = options.publicHost ?? config.SERVER_IP?.split(',').map((name) => name.trim());
  if (told !== undefined) return told;
  return config.BACKEND_ENDPOINT === undefined ? [] : [bareHost(new URL(config.BACKEND_ENDPOINT).hostname)];
};

const bareHost = (host: string): string => host.replace(/^\[|\]$/g, '');

const openCertificate = async (
  asked: EntranceOptions,
  names: () => readonly string[],
): Promise<ServerCertificate | undefined> => {
  const { options, config, paths, logger } = asked;
  const files = givenFiles(asked);
  if (options.insecure === true) {
    if (files !== undefined)
      throw new ConfigError(['--insecure and a certificate contradict each other: leave one.']);
    return undefined;
  }
  const onError = certificateAlarm(logger);
  if (files !== undefined) return openGivenCertificate({ files, dir: paths.tls, onError });
  if (isLoopback(options.host)) return undefined;
  return openGeneratedCertificate({ dir: paths.tls, name: config.WORKSPACE, names, onError });
};

const covers = (certificate: X509Certificate, name: string): boolean =>
  (isIP(name) === 0 ? certificate.checkHost(name) : certificate.checkIP(name)) !== undefined;

/** The certificate is checked on this machine too: a name is needed that it is for. */
const localNameOf = (usual: string, names: readonly string[], shown?: X509Certificate): string => {
  if (shown === undefined) return usual;
  const found = [usual, 'localhost', ...names].find((name) => covers(shown, name));
  if (found !== undefined) return found;
  throw new ConfigError([
    `The certificate is for ${shown.subjectAltName ?? 'no name'}: say with --public-host which of these is this machine.`,
  ]);
};

/** A certificate that was given says by which names the server goes, if nobody else does. */
const ownNames = ({ subjectAltName = '' }: X509Certificate): readonly string[] =>
  [...subjectAltName.matchAll(/DNS:([^,\s*]+)/g)].map(([, name = '']) => name);

/** Opens the certificate that the options ask for. Throws a `ConfigError` for what contradicts itself. */
export const openEntrance = async (asked: EntranceOptions): Promise<Entrance> => {
  const { options, config } = asked;
  const { host } = options;
  const listening = { host, publicHosts: publicHosts(asked) };
  const certificate = await openCertificate(asked, () => certifiedNames(listening));
  const shown = certificate && new X509Certificate(certificate.current.cert);
  const isProven = (name: string): boolean => shown === undefined || covers(shown, name);
  const names = shown ? [...certifiedNames(listening), ...ownNames(shown)] : certifiedNames(listening);
  const beyondLoopback = !isLoopback(host);
  const bound = reachableHosts({ host, publicHosts: [] });
  const proven = reachableHosts(listening).filter(isProven);
  const told = proven.length > 0 || shown === undefined ? proven : ownNames(shown);
  const hosts = beyondLoopback ? told : [];
  const isSecure = certificate !== undefined;
  return {
    host,
    localName: localHost(localNameOf(bareHost(localHost(host)), names, shown)),
    beyondLoopback,
    ...(certificate === undefined ? {} : { certificate }),
    insecure: options.insecure === true && beyondLoopback,
    urls: (port) =>
      config.BACKEND_ENDPOINT === undefined
        ? hosts.map((name) => `${isSecure ? 'https' : 'http'}://${localHost(name)}:${port}`)
        : [config.BACKEND_ENDPOINT.replace(/\/$/, '')],
    // Behind NAT a device inside still finds the way by an address of this machine.
    natsUrls: (port) =>
      [...new Set(beyondLoopback ? [...hosts, ...bound] : [])]
        .filter(isProven)
        .map((name) => `${isSecure ? 'tls' : 'nats'}://${localHost(name)}:${port}`),
  };
};
