import { openGivenCertificate, type ServerCertificate } from '@tutti/certificates';
import type { Logger } from 'pino';
import { z } from 'zod';
import { ConfigError } from '../config/config-error';
import type { PublicAuthority } from './public-entrance';

/** How a process that listens proves who it is; to be spread into its configuration. */
export const certificateConfig = {
  TLS_CERT_FILE: z
    .string()
    .optional()
    .describe('Certificate with its intermediates, PEM. Read anew when it changes.'),
  TLS_KEY_FILE: z.string().optional().describe('Its key, PEM.'),
  TLS_CA_FILE: z.string().optional().describe('Its authority, PEM, unless every machine knows it.'),
};

/** The same, for a process that nobody reaches but through a proxy. */
export const listenConfig = {
  ...certificateConfig,
  INSECURE: z
    .stringbool()
    .default(false)
    .describe(
      'Plain text beyond this machine, where it listens and to NATS: only for a private network, behind a proxy that encrypts.',
    ),
};

type CertificateConfig = z.output<z.ZodObject<typeof certificateConfig>>;

/** The files that the configuration names; `undefined` when it names none. */
export const certificateFiles = ({
  TLS_CERT_FILE: cert,
  TLS_KEY_FILE: key,
  TLS_CA_FILE: ca,
}: CertificateConfig) => {
  if (cert !== undefined && key !== undefined) return { cert, key, ca };
  if (cert !== undefined || key !== undefined || ca !== undefined)
    throw new ConfigError([
      'A certificate needs its key and the other way round: give TLS_CERT_FILE and TLS_KEY_FILE.',
    ]);
  return undefined;
};

export const certificateAlarm =
  (logger: Logger) =>
  (error: unknown): void =>
    logger.error({ err: error }, 'the certificate could not be renewed; the present one stays in use');

/** The certificate that the configuration names; `undefined` when it names none. */
export const configuredCertificate = async (
  config: CertificateConfig,
  logger: Logger,
): Promise<ServerCertificate | undefined> => {
  const files = certificateFiles(config);
  return files && openGivenCertificate({ files, onError: certificateAlarm(logger) });
};

/** What devices are told of a private authority; nothing of one that every machine knows. */
export const authorityOf = (certificate: ServerCertificate | undefined): PublicAuthority | undefined => {
  const { ca, fingerprint } = certificate?.current ?? {};
  return ca === undefined || fingerprint === undefined ? undefined : { bundle: ca, fingerprint };
};
