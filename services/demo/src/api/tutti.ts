import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Session } from '@tutti/contracts/identity';

interface Page<Entry> {
  readonly items: readonly Entry[];
  readonly nextPageToken: string;
}

type Headers = Readonly<Record<string, string>>;
type Content = string | Uint8Array<ArrayBuffer>;

interface Answer {
  readonly ok: boolean;
  readonly status: number;
  readonly text: string;
}

const json = { 'content-type': 'application/json' };
/** A service that is being started again, or a read model that is behind. */
const away: ReadonlySet<number> = new Set([502, 503, 504]);
/** Longer than any start takes. */
const patienceMs = 60_000;
const againMs = 300;

/** The API refused something. */
export class Refused extends Error {
  override readonly name = 'Refused';
  constructor(
    readonly status: number,
    call: string,
    text: string,
  ) {
    super(`${call} was answered ${status}: ${text.slice(0, 500)}`);
  }
}

const largestPage = 500;

/** Tutti as any other program sees it: REST, signed in as a user. */
export class Tutti {
  private token = '';

  constructor(
    readonly url: string,
    private readonly user: { readonly name: string; readonly password: string },
    private readonly signal: AbortSignal,
  ) {}

  get<Body>(path: string): Promise<Body> {
    return this.call<Body>('GET', path);
  }

  post<Body>(path: string, body: object, headers: Headers = {}): Promise<Body> {
    return this.call<Body>('POST', path, JSON.stringify(body), { ...json, ...headers });
  }

  put<Body>(path: string, body: object, headers: Headers = {}): Promise<Body> {
    return this.call<Body>('PUT', path, JSON.stringify(body), { ...json, ...headers });
  }

  sendPicture<Body>(path: string, picture: Uint8Array): Promise<Body> {
    return this.call<Body>('POST', path, new Uint8Array(picture), { 'content-type': 'image/jpeg' });
  }

  /** All pages of a list; `path` may have a query. */
  async all<Entry>(path: string): Promise<readonly Entry[]> {
    const found: Entry[] = [];
    const base = `${path}${path.includes('?') ? '&' : '?'}pageSize=${largestPage}`;
    for (let token = ''; ;) {
      const more = token === '' ? '' : `&pageToken=${encodeURIComponent(token)}`;
      const page = await this.get<Page<Entry>>(`${base}${more}`);
      found.push(...page.items);
      if (page.nextPageToken === '') return found;
      token = page.nextPageToken;
    }
  }

  private async call<Body>(
    method: string,
    path: string,
    body?: Content,
    headers: Headers = {},
  ): Promise<Body> {
    const key = method === 'GET' ? {} : { 'idempotency-key': randomUUID() };
    const send = (): Promise<Answer> =>
      this.send(`${this.url}/api/v1/${path}`, {
        method,
        headers: { ...headers, ...key, authorization: `Bearer ${this.token}` },
        ...(body === undefined ? {} : { body }),
      });
    let answer = this.token === '' ? undefined : await send();
    // A pass lasts a while; whoever stays signs in again.
    if (answer === undefined || answer.status === 401) {
      await this.signIn();
      answer = await send();
    }
    if (!answer.ok) throw new Refused(answer.status, `${method} ${path}`, answer.text);
    return (answer.text === '' ? undefined : JSON.parse(answer.text)) as Body;
  }

  private async signIn(): Promise<void> {
    const answer = await this.send(`${this.url}/api/v1/sessions`, {
      method: 'POST',
      headers: json,
      body: JSON.stringify(this.user),
    });
    if (!answer.ok) throw new Refused(answer.status, 'Signing in', answer.text);
    this.token = (JSON.parse(answer.text) as Session).accessToken;
  }

  /** Again and again while whoever should answer is away: a command with the same key is done once. */
  private async send(url: string, init: RequestInit): Promise<Answer> {
    const deadline = performance.now() + patienceMs;
    for (;;) {
      try {
        const answer = await fetch(url, { ...init, signal: this.signal });
        const { ok, status } = answer;
        const text = await answer.text();
        if (!away.has(status) || performance.now() > deadline) return { ok, status, text };
      } catch (error) {
        this.signal.throwIfAborted();
        if (performance.now() > deadline) throw error;
      }
      await delay(againMs, undefined, { signal: this.signal });
    }
  }
}
