/** The longest that a caller may wait for an answer or a clear error, whatever happens to the system. */
export const answerWithinMs = 45_000;

/** What a call came to: `unknown` when nobody can tell whether it was carried out. */
export type Outcome =
  | { readonly kind: 'done'; readonly body: unknown; readonly headers: Headers }
  | { readonly kind: 'refused'; readonly status: number; readonly code: string }
  | { readonly kind: 'unknown'; readonly why: string };

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A person's program that calls REST, signs in again when it must, and notes every call that did not end in time. */
export class Caller {
  readonly hung: string[] = [];
  #token: string | undefined;
  calls = 0;

  constructor(
    private readonly url: string,
    private readonly password: string,
  ) {}

  async call(call: Call): Promise<Outcome> {
    const token = (this.#token ??= await this.#signIn());
    if (token === undefined) return { kind: 'unknown', why: 'cannot sign in' };
    const outcome = await this.#send(call, { authorization: `Bearer ${token}` });
    if (outcome.kind === 'refused' && outcome.status === 401) this.#token = undefined;
    return outcome;
  }

  /** Until it is done or refused; with the same key, so that it is done once. */
  async insist(call: Call, until: AbortSignal): Promise<Outcome> {
    for (;;) {
      const outcome = await this.call(call);
      const again = outcome.kind === 'unknown' || (outcome.kind === 'refused' && outcome.status === 401);
      if (!again || until.aborted) return outcome;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  async #signIn(): Promise<string | undefined> {
    const body = { name: 'admin', password: this.password };
    const outcome = await this.#send({ method: 'POST', path: 'sessions', body }, {});
    return outcome.kind === 'done' ? (outcome.body as { accessToken: string }).accessToken : undefined;
  }

  async #send({ method, path, body, headers }: Call, auth: Record<string, string>): Promise<Outcome> {
    this.calls += 1;
    const type = body === undefined ? {} : { 'content-type': 'application/json' };
    try {
      const answer = await fetch(`${this.url}/api/v1/${path}`, {
        method,
        headers: { ...auth, ...type, ...headers },
        body: body === undefined ? null : JSON.stringify(body),
        signal: AbortSignal.timeout(answerWithinMs),
      });
      return outcomeOf(answer, await answer.text());
    } catch (error) {
      if (error instanceof Error && error.name === 'TimeoutError') this.hung.push(`${method} ${path}`);
      return { kind: 'unknown', why: String(error) };
    }
  }
}

const outcomeOf = ({ ok, status, headers }: Response, text: string): Outcome => {
  const body = text === '' ? undefined : (JSON.parse(text) as { readonly code?: string });
  if (ok) return { kind: 'done', body, headers };
  const code = body?.code ?? '';
  // Not available: whether it was carried out before the answer was lost, nobody can tell.
  if (status >= 500 || status === 429) return { kind: 'unknown', why: `${status} ${code}` };
  return { kind: 'refused', status, code };
};
