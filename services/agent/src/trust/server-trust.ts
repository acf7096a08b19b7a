import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { getCACertificates } from 'node:tls';
import { splitPem } from '@tutti/certificates/fingerprint';
import { z } from 'zod';
import { readPrivate, writePrivate } from '../identity/private-file';
import { discoverAuthority } from './discover-authority';
import { explainTls, TrustError } from './trust-error';

export interface TrustOptions {
  readonly folder: string;
  /** Of the platform. */
  readonly url: string;
  /** Authorities to trust, and no others. */
  readonly caFile?: string | undefined;
  /** Of the authority, from the enrolment token or the command line. */
  readonly fingerprint?: string | undefined;
}

/** Whom to trust for one server, as it was told over a connection that was trusted already. */
const kept = z.object({ url: z.string(), fingerprint: z.string().optional(), ca: z.string() });
type Kept = z.infer<typeof kept>;

/** Options of `tls.connect`; `ca` is PEM. */
export interface TlsTrust {
  readonly ca: string;
  readonly allowPartialTrustChain?: boolean;
}

const pathIn = (folder: string): string => join(folder, 'trust.json');

async function readKept(folder: string): Promise<Kept | undefined> {
  const text = await readPrivate(pathIn(folder));
  try {
    return text === undefined ? undefined : kept.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/**
 * Whom this device believes that it is the platform. The order: a file of authorities; the fingerprint in the token,
 * which is looked up once in a handshake and from then on replaced by what the server itself says (so that it may change
 * its authority); what was kept earlier; the authorities that the machine knows.
 */
export class ServerTrust {
  private discovered: TlsTrust | undefined;

  private constructor(
    private readonly options: TrustOptions,
    private state: Kept | undefined,
  ) {}

  static async open(options: TrustOptions): Promise<ServerTrust> {
    const found = await readKept(options.folder);
    const { url, fingerprint } = options;
    const fits = found?.url === url && (fingerprint === undefined || fingerprint === found.fingerprint);
    return new ServerTrust(options, fits ? found : undefined);
  }

  /** For connections to the platform, HTTPS and NATS. May ask the server to show itself first. */
  async tls(): Promise<TlsTrust> {
    const { url, caFile, fingerprint } = this.options;
    if (caFile !== undefined) return { ca: await readAuthorities(caFile) };
    if (this.state !== undefined) return { ca: this.state.ca };
    if (fingerprint === undefined || !url.startsWith('https:')) return systemTrust();
    this.discovered ??= {
      ca: await discoverAuthority(new URL(url), fingerprint),
      // It may be one that an older authority signed; its own word is enough, it was named to us.
      allowPartialTrustChain: true,
    };
    return this.discovered;
  }

  /** What a trusted server says of its authorities. Whoever named a file or relies on the machine's is not overruled. */
  async remember(ca: string): Promise<void> {
    const { folder, url, fingerprint } = this.options;
    const isOurs = this.state !== undefined || this.discovered !== undefined;
    if (!isOurs || splitPem(ca).length === 0 || ca === this.state?.ca) return;
    this.state = { url, ca, ...(fingerprint === undefined ? {} : { fingerprint }) };
    await writePrivate(pathIn(folder), JSON.stringify(this.state, undefined, 2));
  }

  explain(error: unknown): unknown {
    const { caFile, fingerprint } = this.options;
    return explainTls(error, caFile !== undefined || fingerprint !== undefined || this.state !== undefined);
  }
}

/** Node's own list and the system's. */
export const systemTrust = (): TlsTrust => ({
  ca: [...getCACertificates('default'), ...getCACertificates('system')].join('\n'),
});

async function readAuthorities(path: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new TrustError(`--ca-file: ${path} cannot be read.`, { cause });
  });
  if (splitPem(text).length === 0) throw new TrustError(`--ca-file: ${path} holds no certificate in PEM.`);
  return text;
}
