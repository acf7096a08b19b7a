/** The server is not trusted; the message says why and what to do. */
export class TrustError extends Error {
  override readonly name = 'TrustError';
}

/** Codes of OpenSSL's verification (X509_STORE_CTX_get_error) that mean an authority which is not trusted. */
const untrusted = new Set([
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
  'INVALID_CA',
]);

const unknownAuthority =
  'Its certificate comes from an authority that this machine does not know. Give the agent an enrolment token of that ' +
  "server, or --ca-fingerprint, or its authority by --ca-file, or add that to this system's trust store.";
const otherAuthority =
  'Its certificate does not come from the authority that this device was told of. Somebody may be in between; if the ' +
  'server was set up anew, give the agent a new enrolment token, --ca-fingerprint or --ca-file.';

const codeOf = (error: unknown): string => {
  if (!(error instanceof Error)) return '';
  return 'code' in error && typeof error.code === 'string' ? error.code : codeOf(error.cause);
};

/** Node's error of a name that does not fit. */
interface WrongName {
  readonly host?: string;
  readonly cert?: { readonly subjectaltname?: string };
}

const wrongName = ({ host, cert }: WrongName): string =>
  `Its certificate is for ${cert?.subjectaltname ?? 'nobody'}, not for ${host}. ` +
  'Use a name that it is for, or start the server with --public-host and this one.';

const isPlain = (error: unknown): boolean =>
  error instanceof Error && /wrong version number|packet length too long/.test(error.message);

function reasonFor(code: string, error: unknown, told: boolean): string | undefined {
  if (untrusted.has(code)) return told ? otherAuthority : unknownAuthority;
  const clock = `This machine's clock says ${new Date().toISOString()}.`;
  switch (code) {
    case 'CERT_HAS_EXPIRED':
      return `Its certificate has expired. ${clock} If that is right, the server has to renew it.`;
    case 'CERT_NOT_YET_VALID':
      return `Its certificate is not valid yet. ${clock} If that is wrong, set it.`;
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return wrongName(error as WrongName);
    default:
      return isPlain(error)
        ? 'It does not speak TLS on this port: is the address right, and is it http:// instead?'
        : undefined;
  }
}

/** An error of TLS in words that say what to do; any other error as it is. `told`: the authority was named to us. */
export function explainTls(error: unknown, told: boolean): unknown {
  const reason = reasonFor(codeOf(error), error, told);
  return reason === undefined ? error : new TrustError(reason, { cause: error });
}
