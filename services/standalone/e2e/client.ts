import type { Device, Inference } from '@tutti/contracts/devices';
import type { Session } from '@tutti/contracts/identity';

/** A program that calls REST, as a user would write one. */
export interface Client {
  readonly url: string;
  /** Of the header, for requests that are no JSON. */
  readonly authorization: string;
  get<Body>(path: string): Promise<Body>;
  send(
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Response>;
}

export const password = 'correct horse battery';

export const signIn = async (url: string, name = 'admin', secret = password): Promise<Client> => {
  const answer = await fetch(`${url}/api/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name, password: secret }),
  });
  if (answer.status !== 201) throw new Error(`sign in: ${answer.status} ${await answer.text()}`);
  const { accessToken } = (await answer.json()) as Session;
  const authorization = `Bearer ${accessToken}`;
  const send: Client['send'] = (method, path, body, headers = {}) =>
    fetch(`${url}/api/v1/${path}`, {
      method,
      headers: {
        authorization,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  return {
    url,
    authorization,
    send,
    get: async <Body>(path: string): Promise<Body> => {
      const found = await send('GET', path);
      if (!found.ok) throw new Error(`GET ${path}: ${found.status} ${await found.text()}`);
      return (await found.json()) as Body;
    },
  };
};

export const devicesOf = async (client: Client): Promise<Device[]> =>
  (await client.get<{ items: Device[] }>('devices')).items;

export const inferencesOf = async (client: Client, query = ''): Promise<Inference[]> =>
  (await client.get<{ items: Inference[] }>(`inferences?pageSize=500${query}`)).items;
