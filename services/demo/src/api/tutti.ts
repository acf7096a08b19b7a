import type { Session } from '@tutti/contracts/identity';

interface Page<Entry> {
  readonly items: readonly Entry[];
  readonly nextPageToken: string;
}

type Headers = Readonly<Record<string, string>>;

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
    return this.call<Body>('GET', path, undefined, {});
  }

  post<Body>(path: string, body: object, headers: Headers = {}): Promise<Body> {
    return this.call<Body>('POST', path, JSON.stringify(body), {
      'content-type': 'application/json',
      ...headers,
    });
  }

  put<Body>(path: string, body: object, headers: Headers = {}): Promise<Body> {
    return this.call<Body>('PUT', path, JSON.stringify(body), {
      'content-type': 'application/json',
      ...headers,
    });
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
    body: string | Uint8Array<ArrayBuffer> | undefined,
    headers: Headers,
  ): Promise<Body> {
    const send = (): Promise<Response> =>
      fetch(`${this.url}/api/v1/${path}`, {
        method,
        headers: { ...headers, authorization: `Bearer ${this.token}` },
        ...(body === undefined ? {} : { body }),
        signal: this.signal,
      });
    let answer = this.token === '' ? undefined : await send();
    // A pass lasts a while; whoever stays signs in again.
    if (answer === undefined || answer.status === 401) {
      await answer?.body?.cancel();
      await this.signIn();
      answer = await send();
    }
    const text = await answer.text();
    if (!answer.ok) throw new Refused(answer.status, `${method} ${path}`, text);
    return (text === '' ? undefined : JSON.parse(text)) as Body;
  }

  private async signIn(): Promise<void> {
    const answer = await fetch(`${this.url}/api/v1/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(this.user),
      signal: this.signal,
    });
    if (!answer.ok) throw new Refused(answer.status, 'Signing in', await answer.text());
    this.token = ((await answer.json()) as Session).accessToken;
  }
}
