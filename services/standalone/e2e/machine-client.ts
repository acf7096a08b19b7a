import { request } from 'node:https';

/** Calls an HTTPS server on another machine, through a way in (`TwoMachines.reach`). */
export const httpsClient = (socketPath: string, ca: string) => {
  const call = (method: string, path: string, body?: unknown, token?: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const headers = {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      };
      const sent = request({ socketPath, host: '127.0.0.1', ca, method, path, headers }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        response.on('end', () => {
          if ((response.statusCode ?? 500) < 300) resolve(text);
          else reject(new Error(`${method} ${path}: ${response.statusCode} ${text}`));
        });
      });
      sent.on('error', reject).end(body === undefined ? undefined : JSON.stringify(body));
    });
  return {
    text: (path: string) => call('GET', path),
    json: async <Body>(method: string, path: string, body?: unknown, token?: string): Promise<Body> =>
      JSON.parse(await call(method, path, body, token)) as Body,
  };
};
