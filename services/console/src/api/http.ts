import { v4 as uuid } from 'uuid';
import { z } from 'zod';
import { connection, noteAnswer, noteGatewayAnswer } from './connection';
import { Positions } from './positions';
import { ConnectionError, ShapeError } from './problem-error';
import { readProblem } from './read-problem';
import { SessionRenewal, browserHost } from './session-renewal';
import { sessionState } from './session-state';
import { urlOf, type Query } from './url';

export interface Call<Schema extends z.ZodType> {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Below `/api/v1`, with a leading slash. */
  readonly path: string;
  readonly query?: Query;
  readonly body?: unknown;
  /** A body that is no JSON. */
  readonly bytes?: Blob;
  /** What the answer must look like; without it the body is not read. */
  readonly schema?: Schema;
  /** The aggregate's version that the caller saw. */
  readonly ifMatch?: number;
  /** Of a command that is sent again after this call has given up: it happens once. A new one when absent. */
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
  /** After which no answer is taken for a dead line: 15 s when absent. More where many bytes go. */
  readonly patienceMs?: number;
  /** False where 401 means wrong credentials, not an expired session. */
  readonly renewable?: boolean;
}

const root = '/api/v1';
const resends = 2;
const usualPatienceMs = 15_000;
const positions = new Positions();
const renewal = new SessionRenewal(browserHost(`${root}/sessions/refresh`));

// The policy of our pages forbids code from strings; zod would try.
z.config({ jitless: true });

const contentType = ({ method, body, bytes }: Call<z.ZodType>): string | undefined => {
  if (bytes) return bytes.type;
  if (body === undefined) return undefined;
  return method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
};

const bodyOf = ({ body, bytes }: Call<z.ZodType>): { readonly body?: BodyInit } => {
  if (bytes) return { body: bytes };
  return body === undefined ? {} : { body: JSON.stringify(body) };
};

const headersOf = (call: Call<z.ZodType>): Headers => {
  const { method = 'GET', path, ifMatch } = call;
  const headers = new Headers({ accept: 'application/json' });
  if (method === 'GET') {
    const wanted = positions.wanted(path);
    if (wanted !== undefined) headers.set('tutti-position', wanted);
    return headers;
  }
  headers.set('idempotency-key', call.idempotencyKey ?? uuid());
  const type = contentType(call);
  if (type !== undefined) headers.set('content-type', type);
  if (ifMatch !== undefined) headers.set('if-match', `"${ifMatch}"`);
  return headers;
};

const pause = (ms: number): Promise<void> => new Promise((resolve) => window.setTimeout(resolve, ms));

const fetchOnce = async (call: Call<z.ZodType>, headers: Headers): Promise<Response> => {
  const { method = 'GET', path, query, signal, patienceMs = usualPatienceMs } = call;
  const patience = AbortSignal.timeout(patienceMs);
  try {
    return await fetch(urlOf(root + path, query), {
      method,
      headers,
      ...bodyOf(call),
      // A connection that died in a sleep swallows requests; given up, the next one gets a new connection.
      signal: signal ? AbortSignal.any([signal, patience]) : patience,
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    connection.set('lost');
    throw new ConnectionError('The server cannot be reached', { cause: error });
  }
};

/** A command whose answer was lost is sent again under the same Idempotency-Key: it happens once. */
const fetchSafely = async (call: Call<z.ZodType>, headers: Headers, left: number): Promise<Response> => {
  try {
    return await fetchOnce(call, headers);
  } catch (error) {
    if (!(error instanceof ConnectionError) || (call.method ?? 'GET') === 'GET' || left === 0) throw error;
    await pause(500 * (resends - left + 1));
    return fetchSafely(call, headers, left - 1);
  }
};

const fetchRenewing = async (call: Call<z.ZodType>, headers: Headers): Promise<Response> => {
  const sentAt = Date.now();
  const response = await fetchSafely(call, headers, resends);
  if (response.status !== 401 || call.renewable === false) return response;
  const renewed = await renewal.renew(sentAt).catch((error: unknown) => {
    connection.set('lost');
    throw new ConnectionError('The session could not be renewed', { cause: error });
  });
  return renewed ? fetchSafely(call, headers, resends) : response;
};

const refusal = async ({ renewable }: Call<z.ZodType>, response: Response): Promise<Error> => {
  if (response.status === 401 && renewable !== false) sessionState.set('ended');
  const error = await readProblem(response);
  if (error instanceof ConnectionError) noteGatewayAnswer();
  else noteAnswer();
  return error;
};

/** The version of the aggregate that is shown; a gateway that compresses makes its tag a weak one. */
const versionOf = ({ headers }: Response): number | undefined => {
  const digits = /^(?:W\/)?"(\d+)"$/.exec(headers.get('etag') ?? '')?.[1];
  return digits === undefined ? undefined : Number(digits);
};

interface Answer<Data> {
  readonly status: number;
  readonly data: Data;
  /** From its `ETag`: for answers that do not carry it themselves. */
  readonly version: number | undefined;
}

/** Sends one request; answers with its status too. Throws `ProblemError`, `ConnectionError` or `ShapeError`. */
export const answerTo = async <Schema extends z.ZodType = z.ZodUndefined>(
  call: Call<Schema>,
): Promise<Answer<z.infer<Schema>>> => {
  const response = await fetchRenewing(call, headersOf(call));
  if (!response.ok) throw await refusal(call, response);
  noteAnswer();
  if ((call.method ?? 'GET') !== 'GET') positions.note(call.path, response.headers.get('tutti-position'));
  const schema: z.ZodType = call.schema ?? z.undefined();
  const parsed = schema.safeParse(call.schema ? await response.json() : undefined);
  if (!parsed.success) throw new ShapeError(z.prettifyError(parsed.error));
  return { status: response.status, data: parsed.data as z.infer<Schema>, version: versionOf(response) };
};

/** The same, where the status says nothing more. */
export const request = async <Schema extends z.ZodType = z.ZodUndefined>(
  call: Call<Schema>,
): Promise<z.infer<Schema>> => (await answerTo(call)).data;
