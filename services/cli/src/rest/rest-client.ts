import { randomUUID } from 'node:crypto';
import { problem } from '@tutti/contracts/common';
import { session } from '@tutti/contracts/identity';
import type { z } from 'zod';
import type { Access } from '../config';

interface Call<Schema extends z.ZodType> {
  readonly method: 'GET' | 'POST';
  /** Under `/api/v1/`. */
  readonly path: string;
  readonly body?: unknown;
  /** Version that is to be changed, and no other. */
  readonly ifMatch?: number;
  readonly answer: Schema;
}

/** REST as one user. */
export class RestClient {
  #token: string | undefined;

  constructor(private readonly access: Access) {
    this.#token = access.token;
  }

  /** Throws what the server says: what was wrong, and what to do. */
  async call<Schema extends z.ZodType>(call: Call<Schema>): Promise<z.infer<Schema>> {
    this.#token ??= await this.#signIn();
    const key = randomUUID();
    let answer = await this.#send(call, key);
    // A session's token lives for minutes, and somebody may watch for hours.
    if (answer.status === 401 && this.access.password !== undefined) {
      this.#token = await this.#signIn();
      answer = await this.#send(call, key);
    }
    if (!answer.ok) throw new Error(await problemOf(answer));
    return call.answer.parse(await answer.json());
  }

  #send({ method, path, body, ifMatch }: Call<z.ZodType>, key: string): Promise<Response> {
    const json = body === undefined ? {} : { body: JSON.stringify(body) };
    const headers = {
      authorization: `Bearer ${this.#token ?? ''}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(method === 'POST' ? { 'idempotency-key': key } : {}),
      ...(ifMatch === undefined ? {} : { 'if-match': `"${ifMatch}"` }),
    };
    return this.#fetch(path, { method, headers, ...json });
  }

  async #signIn(): Promise<string> {
    const { user: name, password } = this.access;
    const headers = { 'content-type': 'application/json' };
    const answer = await this.#fetch('sessions', {
      method: 'POST',
      headers,
      body: JSON.stringify({ name, password }),
    });
    if (!answer.ok) throw new Error(await problemOf(answer));
    return session.parse(await answer.json()).accessToken;
  }

  async #fetch(path: string, request: RequestInit): Promise<Response> {
    const { url } = this.access;
    try {
      return await fetch(`${url}/api/v1/${path}`, request);
    } catch (cause) {
      throw new Error(`Nothing answers at ${url}. Is that where Tutti is (TUTTI_URL, --url)?`, { cause });
    }
  }
}

const problemOf = async (answer: Response): Promise<string> => {
  const { data } = problem.safeParse(await answer.json().catch(() => undefined));
  if (!data) return `The server answered ${answer.status}.`;
  const faults = (data.errors ?? []).map(({ pointer, detail }) => `  ${pointer}: ${detail}`);
  return [`${data.title}: ${data.detail ?? ''} (${data.code})`, ...faults].join('\n');
};
