import { ServerCredentials } from '@grpc/grpc-js';
import type { ServerCertificate } from '@tutti/certificates';

/** TLS with a certificate that may be exchanged while the server runs; connections that stand keep theirs. */
class RenewedCredentials extends ServerCredentials {
  constructor(certificate: ServerCertificate) {
    const { cert, key } = certificate.current;
    super({ minVersion: 'TLSv1.2' }, { cert, key });
    certificate.onChange((next) => {
      this.updateSecureContextOptions({ cert: next.cert, key: next.key });
    });
  }

  override _equals(other: ServerCredentials): boolean {
    return this === other;
  }
}

/** The one place where it is decided how the gRPC port is protected: as the HTTP port is. */
export const serverCredentials = (certificate: ServerCertificate | undefined): ServerCredentials =>
  certificate ? new RenewedCredentials(certificate) : ServerCredentials.createInsecure();
