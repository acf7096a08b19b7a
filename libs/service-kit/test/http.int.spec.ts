import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { problem } from '@tutti/contracts/common';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Harness, realm, start, tokenFor } from './harness';

let kit: Harness;
beforeAll(async () => {
  kit = await start();
});
afterAll(() => kit.app.close());

const json = (body: unknown, headers: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  body: typeof body === 'string' ? body : JSON.stringify(body),
  headers: { 'content-type': 'application/json', ...headers },
});
const problemOf = async (response: Response) => {
  expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  expect(response.headers.get('cache-control')).toBe('no-store');
  const body = problem.strict().parse(await response.json());
  expect(body.status).toBe(response.status);
  expect(body.type).toBe(`urn:tutti:error:${body.code}`);
  expect(body.traceId).toMatch(/^[0-9a-f]{32}$/);
  return body;
};
const refusal = async (response: Response): Promise<readonly [number, string]> => {
  const { status, code } = await problemOf(response);
  return [status, code];
};
const raw = async (request: string): Promise<string> => {
  const socket = connect(kit.app.port, '127.0.0.1');
  socket.write(request);
  let text = '';
  socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
  await once(socket, 'close');
  return text;
};
const devices = '/api/v1/devices';

describe('requests that HTTP itself refuses', () => {
  test('malformed JSON, poisoned JSON, another media type, no such path, no such method', async () => {
    expect(await refusal(await kit.fetch(devices, json('{"name":')))).toEqual([400, 'request.invalid']);
    expect(await refusal(await kit.fetch(devices, json('{"__proto__":{"a":1},"name":"x"}')))).toEqual([
      400,
      'request.invalid',
    ]);
    const text = { method: 'POST', body: 'name=x', headers: { 'content-type': 'text/plain' } };
    expect(await refusal(await kit.fetch(devices, text))).toEqual([415, 'request.unsupported-media-type']);
    const image = { method: 'POST', body: 'x', headers: { 'content-type': 'image/jpeg' } };
    expect(await refusal(await kit.fetch(devices, image))).toEqual([415, 'request.unsupported-media-type']);
    expect(await refusal(await kit.fetch('/api/v1/nothing'))).toEqual([404, 'request.not-found']);
    const wrong = await kit.fetch(`${devices}/1`, { method: 'DELETE' });
    expect(wrong.headers.get('allow')).toBe('GET, PATCH');
    expect(await refusal(wrong)).toEqual([405, 'request.method-not-allowed']);
  });

  test('a body beyond 1 MiB', async () => {
    const response = await kit.fetch(devices, json({ name: 'x'.repeat(1_048_577) }));
    expect(await refusal(response)).toEqual([413, 'request.too-large']);
  });

  test('a path with an overlong part is nowhere', async () => {
    const response = await kit.fetch(`${devices}/${'x'.repeat(300)}`);
    expect(await refusal(response)).toEqual([414, 'request.uri-too-long']);
  });

  test('a URL that cannot be decoded, also in the shape of a problem', async () => {
    const text = await raw(`GET ${devices}/%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    expect(text).toMatch(/^HTTP\/1.1 400 /);
    expect(text).toContain('application/problem+json');
  });

  test.each([
    ['a broken request line', 'GET HTTP\r\n\r\n', 400, 'request.invalid'],
    ['a header with NUL', `GET ${devices} HTTP/1.1\r\nHost: x\r\nA: \0\r\n\r\n`, 400, 'request.invalid'],
    [
      'more headers than fit',
      `GET ${devices} HTTP/1.1\r\nHost: x\r\n${'A: b\r\n'.repeat(4_000)}\r\n`,
      431,
      'request.headers-too-large',
    ],
  ])('%s, also in the shape of a problem', async (_name, request, status, code) => {
    const [head = '', body = ''] = (await raw(request)).split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(head).toContain('content-type: application/problem+json');
    expect(problem.strict().parse(JSON.parse(body))).toMatchObject({ status, code });
  });
});

describe('parsing', () => {
  test('reports all faults of body, query and path by pointer', async () => {
    const body = { name: '', extra: 1, tags: { 'a/b': 1 } };
    const found = await problemOf(await kit.fetch(devices, json(body)));
    expect(found.code).toBe('request.invalid');
    expect(found.errors?.map(({ pointer }) => pointer).sort()).toEqual(['/extra', '/name', '/tags/a~1b']);
    const list = await problemOf(await kit.fetch(`${devices}?pageSize=ten&colour=red`));
    expect(list.errors?.map(({ pointer }) => pointer).sort()).toEqual(['/query/colour', '/query/pageSize']);
    const path = await problemOf(await kit.fetch(`${devices}/${'x'.repeat(27)}`));
    expect(path.errors?.[0]?.pointer).toBe('/path/id');
  });

  test('an answer does not grow with what is refused', async () => {
    const keys = Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [`k${n}${'x'.repeat(99)}`, 1]));
    for (const body of [keys, { ['x'.repeat(100_000)]: 1 }, { name: 'x', tags: keys }]) {
      const refused = await kit.fetch(devices, json(body));
      expect(refused.status).toBe(400);
      expect((await refused.text()).length).toBeLessThan(30_000);
    }
  });

  test('a missing body is a fault of the body, not of ours', async () => {
    expect(await refusal(await kit.fetch(devices, { method: 'POST' }))).toEqual([400, 'request.invalid']);
    expect(await refusal(await kit.fetch(devices, json('')))).toEqual([400, 'request.invalid']);
  });

  test('gives the parsed query and the position to wait for, from header or query', async () => {
    const names = async (response: Response): Promise<unknown> =>
      ((await response.json()) as { items: { name: string }[] }).items.map(({ name }) => name);
    const q = encodeURIComponent('name==a');
    expect(await names(await kit.fetch(`${devices}?q=${q}&pageSize=1&position=12`))).toEqual(['name==a@12']);
    expect(await names(await kit.fetch(devices, { headers: { 'Tutti-Position': '7' } }))).toEqual([
      '@7',
      '@7',
    ]);
    expect(await refusal(await kit.fetch(`${devices}?position=-1`))).toEqual([400, 'request.invalid']);
    expect(await refusal(await kit.fetch(`${devices}?pageSize=0`))).toEqual([400, 'request.invalid']);
  });

  test('fields that the answer schema does not have never leave', async () => {
    expect(await (await kit.fetch(devices)).text()).not.toContain('secret');
  });
});

describe('who may', () => {
  test('nobody without a session; whoever lacks the permission is told which', async () => {
    const anonymous = await kit.fetch(devices, { as: 'nobody' });
    expect(anonymous.headers.get('www-authenticate')).toContain('Bearer');
    expect(await refusal(anonymous)).toEqual([401, 'request.unauthenticated']);
    const denied = await problemOf(await kit.fetch(devices, { ...json({ name: 'x' }), as: 'user' }));
    expect([denied.status, denied.code]).toEqual([403, 'request.forbidden']);
    expect(denied.detail).toContain('devices:manage');
    expect((await kit.fetch(devices, { as: 'user' })).status).toBe(200);
    expect((await kit.fetch(devices, { ...json({ name: 'x' }), as: 'manager' })).status).toBe(201);
  });

  test('access is refused before the body is judged', async () => {
    expect((await kit.fetch(devices, { ...json({}), as: 'user' })).status).toBe(403);
  });

  test.each([
    ['expired', { expiresAt: new Date(Date.now() - 10_000) }],
    ['of another issuer', { realm: { ...realm, issuer: 'tutti:other' } }],
    ['for another audience', { realm: { ...realm, audience: 'other' } }],
  ])('a token %s is refused', async (_name, changes) => {
    const headers = { authorization: `Bearer ${await tokenFor('admin', changes)}` };
    expect(await refusal(await kit.fetch(devices, { headers }))).toEqual([401, 'request.unauthenticated']);
  });

  test('who must change the password can do that and nothing else', async () => {
    const headers = { authorization: `Bearer ${await tokenFor('admin', { mustChangePassword: true })}` };
    expect(await refusal(await kit.fetch(devices, { headers }))).toEqual([
      403,
      'identity.password-change-required',
    ]);
    expect((await kit.fetch(`${devices}/own-password`, { method: 'POST', headers })).status).toBe(200);
  });

  test('a cookie reads, and changes only from our own pages', async () => {
    const cookie = `tutti_session=${await tokenFor('admin')}`;
    const post = (headers: Record<string, string>) =>
      kit.fetch(devices, { ...json({ name: 'x' }, { cookie, ...headers }), as: 'nobody' });
    expect((await kit.fetch(devices, { as: 'nobody', headers: { cookie } })).status).toBe(200);
    expect(await refusal(await post({ origin: 'https://evil.example' }))).toEqual([403, 'request.forbidden']);
    expect(await refusal(await post({ origin: 'null', 'x-requested-with': 'fetch' }))).toEqual([
      403,
      'request.forbidden',
    ]);
    expect((await post({ origin: kit.app.url })).status).toBe(201);
  });

  test('a program that keeps cookies needs no origin', async () => {
    const head = `POST ${devices} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n`;
    const cookie = `Cookie: tutti_session=${await tokenFor('admin')}\r\n`;
    const body = 'Content-Type: application/json\r\nContent-Length: 12\r\n\r\n{"name":"x"}';
    expect(await raw(head + cookie + body)).toMatch(/^HTTP\/1.1 201 /);
    expect(await raw(`${head}${cookie}Sec-Fetch-Site: same-site\r\n${body}`)).toMatch(/^HTTP\/1.1 403 /);
  });

  test('a device is believed for exactly the bytes that it signed', async () => {
    const sign = (body: string): Record<string, string> => ({
      authorization: `Tutti-Device dev1.${createHash('sha256').update(body).digest('hex')}.${body.length}`,
    });
    const put = (body: string, headers: Record<string, string>) =>
      kit.fetch(`${devices}/1/preview`, {
        method: 'PUT',
        body,
        headers: { 'content-type': 'image/jpeg', ...headers },
      });
    const stored = await put('jpeg', sign('jpeg'));
    expect(await stored.json()).toEqual({
      size: 4,
      sha256: createHash('sha256').update('jpeg').digest('hex'),
    });
    expect(await refusal(await put('jpeg', sign('JPEG')))).toEqual([401, 'request.unauthenticated']);
    expect(await refusal(await put('x'.repeat(101), sign('x'.repeat(101))))).toEqual([
      413,
      'request.too-large',
    ]);
    expect(await refusal(await put('jpeg', { authorization: 'Tutti-Device dev2.x.1' }))).toEqual([
      401,
      'device.token-invalid',
    ]);
    expect(await refusal(await put('jpeg', {}))).toEqual([401, 'request.unauthenticated']);
    const text = '{ "text": "a" }';
    const report = (headers: Record<string, string>) => kit.fetch(`${devices}/reports`, json(text, headers));
    expect((await report(sign(text))).status).toBe(204);
    expect(await refusal(await report(sign('{"text":"a"}')))).toEqual([401, 'request.unauthenticated']);
  });
});

describe('bodies that nobody reads to their end', () => {
  const upload = (id: string, length: number): string => {
    const authorization = `Authorization: Tutti-Device dev1.${'0'.repeat(64)}.1\r\n`;
    return `PUT ${devices}/${id}/preview HTTP/1.1\r\nHost: x\r\n${authorization}Content-Type: image/jpeg\r\nContent-Length: ${length}\r\n\r\n`;
  };

  test.each([
    ['is refused for its path', 'x'.repeat(27), 400],
    ['is too large', '1', 413],
  ])('the connection goes on after one that %s', async (_name, id, status) => {
    const next = `GET ${devices} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`;
    const text = await raw(`${upload(id, 300_000)}${'x'.repeat(300_000)}${next}`);
    expect([...text.matchAll(/HTTP\/1\.1 (\d+) /g)].map(([, code]) => Number(code))).toEqual([status, 401]);
  });

  test('whoever hangs up in the middle is no fault of ours', async () => {
    const { uploads } = kit.doors;
    const earlier = uploads.length;
    const socket = connect(kit.app.port, '127.0.0.1');
    socket.write(`${upload('gone', 50)}x`);
    await expect.poll(() => uploads.length).toBeGreaterThan(earlier);
    socket.destroy();
    await expect(uploads.at(-1)).rejects.toMatchObject({ status: 400 });
    const lines = () => kit.lines.filter((line) => line.includes(`${devices}/gone/preview`));
    await expect.poll(lines).toEqual([expect.stringMatching(/"level":30.*"status":499/)]);
    expect(kit.lines.filter((line) => line.includes('"unexpected"') && line.includes('aborted'))).toEqual([]);
  });
});

describe('versions and repetitions', () => {
  const patch = (headers: Record<string, string>) =>
    kit.fetch(`${devices}/1`, { ...json({ name: 'x' }, headers), method: 'PATCH' });

  test('If-Match: absent 428, malformed 400, else the version', async () => {
    expect(await refusal(await patch({}))).toEqual([428, 'request.if-match-required']);
    for (const broken of ['3', 'W/"3"', '*', '"3", "4"', '"x"'])
      expect(await refusal(await patch({ 'if-match': broken }))).toEqual([400, 'request.invalid']);
    const done = await patch({ 'if-match': '"3"' });
    expect([done.status, done.headers.get('etag'), done.headers.get('tutti-position')]).toEqual([
      204,
      '"4"',
      '18',
    ]);
    const merge = await patch({ 'if-match': '"3"', 'content-type': 'application/merge-patch+json' });
    expect(merge.status).toBe(204);
  });

  test('a version is no validator of the body: telemetry moves on under the same version', async () => {
    const first = await kit.fetch(`${devices}/1`);
    expect(first.headers.get('etag')).toBe('"3"');
    const again = await kit.fetch(`${devices}/1`, { headers: { 'if-none-match': '"3"' } });
    expect([again.status, again.headers.get('etag')]).toEqual([200, '"3"']);
  });

  test('Idempotency-Key makes the command id: key by principal and route, fingerprint by body', async () => {
    const create = async (key: string, name: string, as: 'admin' | 'manager' = 'admin') => {
      const response = await kit.fetch(devices, { ...json({ name }, { 'idempotency-key': key }), as });
      const body = (await response.json()) as { id: string; name: string };
      const [command = '', fingerprint = ''] = (body.name.split('|')[2] ?? '').split(':');
      return { id: body.id, command, fingerprint, response };
    };
    const first = await create('"abc-1"', 'x');
    const same = await create('abc-1', 'x');
    const other = await create('abc-1', 'y');
    const foreign = await create('abc-1', 'x', 'manager');
    expect(first.response.headers.get('location')).toBe(`/api/v1/devices/${first.id}`);
    expect([same.id, same.command, same.fingerprint]).toEqual([first.id, first.command, first.fingerprint]);
    expect([other.id, other.command]).toEqual([first.id, first.command]);
    expect(other.fingerprint).not.toBe(first.fingerprint);
    expect(foreign.command).not.toBe(first.command);
    expect(first.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    for (const broken of ['', '"a', 'a b', 'x'.repeat(129)]) {
      const response = await kit.fetch(devices, json({ name: 'x' }, { 'idempotency-key': broken }));
      expect(await refusal(response)).toEqual([400, 'request.invalid']);
    }
  });
});

describe('faults of ours', () => {
  test('show a trace id and nothing else, and are logged with their stack', async () => {
    kit.doors.failure.error = new Error('the password is hunter2');
    const found = await problemOf(await kit.fetch(`${devices}/fail?token=abc`, { method: 'POST' }));
    kit.doors.failure.error = undefined;
    expect(found).toMatchObject({ status: 500, code: 'unexpected', instance: `${devices}/fail` });
    expect(JSON.stringify(found)).not.toContain('hunter2');
    const logged = kit.lines.find((line) => line.includes('hunter2') && line.includes(found.traceId ?? '?'));
    expect(logged).toContain('http.int.spec');
  });

  test('an answer that breaks its schema is one of them', async () => {
    kit.doors.slow.resolve(5 as unknown as string);
    expect(await refusal(await kit.fetch(`${devices}/slow`))).toEqual([500, 'unexpected']);
  });
});

describe('bytes', () => {
  test.each(['buffer', 'stream'])('as %s with type, length and ETag', async (id) => {
    const response = await kit.fetch(`${devices}/${id}/picture`);
    const { headers } = response;
    expect(
      ['content-type', 'content-length', 'etag', 'cache-control'].map((name) => headers.get(name)),
    ).toEqual(['image/jpeg', '3', '"abc"', 'private, max-age=60']);
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(new Uint8Array([0xff, 0xd8, 0xff]));
    const again = await kit.fetch(`${devices}/${id}/picture`, { headers: { 'if-none-match': '"abc"' } });
    expect([again.status, await again.text()]).toEqual([304, '']);
  });
});

describe('traces and lines', () => {
  test('the trace of the caller reaches the handler, the problem and the log', async () => {
    const traceId = 'c'.repeat(32);
    const headers = { traceparent: `00-${traceId}-${'d'.repeat(16)}-01` };
    const created = (await (await kit.fetch(devices, json({ name: 'x' }, headers))).json()) as {
      name: string;
    };
    expect(created.name.split('|')[1]).toContain(traceId);
    expect((await problemOf(await kit.fetch('/api/none', { headers }))).traceId).toBe(traceId);
    expect(kit.lines.filter((line) => line.includes(traceId)).length).toBeGreaterThanOrEqual(2);
  });

  test('without one, or with a broken one, each request gets its own', async () => {
    const ids = await Promise.all(
      [{}, {}, { traceparent: 'broken' }, { traceparent: `00-${'0'.repeat(32)}-${'0'.repeat(16)}-01` }].map(
        async (headers) => (await problemOf(await kit.fetch('/api/none', { headers }))).traceId,
      ),
    );
    expect(new Set(ids).size).toBe(4);
  });

  test('request lines name route, caller and status, and neither secrets nor queries', async () => {
    await kit.fetch(`${devices}?q=name%3D%3Dsecret-search`, {
      headers: { 'x-note': 'line\nbreak'.replace('\n', ' ') },
    });
    const line = JSON.parse(kit.lines.findLast((one) => one.includes('"request"')) ?? '{}') as object;
    expect(line).toMatchObject({
      method: 'GET',
      route: devices,
      path: devices,
      status: 200,
      who: 'user:admin-1',
    });
    expect(kit.lines.join('')).not.toMatch(/secret-search|Bearer ey/);
  });

  test('refusals are on record', async () => {
    await kit.fetch(devices, { ...json({ name: 'x' }), as: 'user' });
    expect(kit.lines.some((line) => line.includes('"refused"') && line.includes('user:user-1'))).toBe(true);
  });
});

test('every answer carries the security headers', async () => {
  const { headers } = await kit.fetch('/api/none');
  expect(headers.get('content-security-policy')).toContain("script-src 'self';");
  expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('x-powered-by')).toBeNull();
});
