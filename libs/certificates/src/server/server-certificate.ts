/** What a server shows, and whom its clients have to trust. PEM throughout. */
export interface CertificateMaterial {
  /** The server's own certificate first, then what leads to the authority. */
  readonly cert: string;
  readonly key: string;
  /** Authorities that clients trust for it; absent when it comes from one that every machine knows. */
  readonly ca?: string;
  /** By this a device recognises the authority that it never met. */
  readonly fingerprint?: string;
}

type Listener = (material: CertificateMaterial) => void;

/** A server's certificate as it is at present; it is renewed while the server runs. */
export interface ServerCertificate {
  readonly current: CertificateMaterial;
  /** Certificate, chain and key in one file, for servers that read files; absent when nobody said where. */
  readonly pemFile?: string;
  /** Authorities that a client on this machine trusts; absent as `CertificateMaterial.ca`. */
  readonly caFile?: string;
  /** Called after each renewal, once the files are written. */
  onChange(listener: Listener): void;
  /** Looks now whether it is time. */
  renew(): Promise<void>;
  /** Ends the renewals, after one that is under way. */
  close(): Promise<void>;
}

export interface RenewalOptions {
  /** How often it is looked whether it is time; an hour when absent. */
  readonly everyMs?: number;
  readonly onError: (error: unknown) => void;
}

interface Source {
  readonly pemFile?: string;
  readonly caFile?: string;
  /** The material that is due, already written to the files; `undefined` when the present one is good. */
  readonly next: (present: CertificateMaterial | undefined) => Promise<CertificateMaterial | undefined>;
}

/** Keeps a certificate fresh. A renewal that fails is reported and tried again; the present one stays in use. */
export const keepFresh = async (
  { next, ...files }: Source,
  { everyMs = 3_600_000, onError }: RenewalOptions,
): Promise<ServerCertificate> => {
  const first = await next(undefined);
  if (first === undefined) throw new Error('There is no certificate to begin with.');
  let current = first;
  const listeners: Listener[] = [];
  let running = Promise.resolve();
  const look = async (): Promise<void> => {
    const renewed = await next(current);
    if (renewed === undefined) return;
    current = renewed;
    for (const listener of listeners) listener(renewed);
  };
  /** One after the other. */
  const renew = (): Promise<void> => (running = running.catch(() => undefined).then(look));
  const timer = setInterval(() => void renew().catch(onError), everyMs).unref();
  return {
    ...files,
    get current() {
      return current;
    },
    onChange: (listener) => void listeners.push(listener),
    renew,
    close: async () => {
      clearInterval(timer);
      await running.catch(() => undefined);
    },
  };
};
