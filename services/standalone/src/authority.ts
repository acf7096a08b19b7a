import type { ServerCertificate } from '@tutti/certificates';
import type { FastifyInstance } from 'fastify';

/** For browsers and programs of people: the authority, to be trusted once its fingerprint was compared. */
export const serveAuthority = (server: FastifyInstance, certificate: ServerCertificate | undefined): void => {
  if (certificate?.current.ca === undefined) return;
  server.get('/ca.pem', (_request, reply) =>
    reply
      .type('application/x-pem-file')
      .header('content-disposition', 'attachment; filename="tutti-ca.pem"')
      .header('cache-control', 'no-cache')
      .send(certificate.current.ca),
  );
};
