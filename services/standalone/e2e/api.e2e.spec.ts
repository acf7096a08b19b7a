import { createConfig, lintFromString } from '@redocly/openapi-core';
import { startSystem, type System } from '@tutti/testing';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { password, signIn } from './client';

let system: System;
beforeAll(async () => {
  system = await startSystem({ env: { TUTTI_ADMIN_PASSWORD: password }, args: ['--no-agent'] });
});
afterAll(() => system.dispose());

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly operationId: string }>>>>;
}

const document = async (): Promise<{ text: string; parsed: Document }> => {
  const text = await (await fetch(`${system.url}/api/openapi.json`)).text();
  return { text, parsed: JSON.parse(text) as Document };
};

describe('the REST API', () => {
  it('is described by OpenAPI 3.1, clean by the recommended rules, and as committed', async () => {
    const { text, parsed } = await document();
    // The router prefers `/devices/counts` to `/devices/{id}`, whatever their order: not ambiguous here.
    const config = await createConfig({ extends: ['recommended'], rules: { 'no-ambiguous-paths': 'off' } });
    const faults = await lintFromString({ source: text, absoluteRef: 'openapi.json', config });
    expect(faults.map(({ ruleId, message }) => `${ruleId}: ${message}`)).toEqual([]);
    const file = join(import.meta.dirname, '../../../docs/reference/openapi.json');
    await expect(`${JSON.stringify(parsed, null, 2)}\n`).toMatchFileSnapshot(file);
  });

  it('answers nobody who has not signed in, except where that is the point', async () => {
    const { parsed } = await document();
    const open: string[] = [];
    for (const [path, operations] of Object.entries(parsed.paths)) {
      for (const method of Object.keys(operations)) {
        const answer = await fetch(system.url + path.replaceAll(/\{\w+\}/g, 'x'), {
          method: method.toUpperCase(),
        });
        await answer.body?.cancel();
        if (answer.status !== 401) open.push(`${method} ${path}`);
      }
    }
    expect(open.sort()).toEqual([
      'delete /api/v1/sessions/current',
      'post /api/v1/enrolments',
      'post /api/v1/enrolments/challenges',
      'post /api/v1/sessions',
      // By the key of the workspace.
      'put /api/v1/workspaces/{name}/summaries/{date}',
    ]);
  });

  it('serves the console at any of its pages, and problems at any other path of the API', async () => {
    const page = await fetch(`${system.url}/edges/some-device`, { headers: { accept: 'text/html' } });
    expect([page.status, page.headers.get('content-type')]).toEqual([
      200,
      expect.stringContaining('text/html'),
    ]);
    const missing = await fetch(`${system.url}/api/v1/nothing`);
    expect(missing.status).toBe(404);
    expect(await missing.json()).toMatchObject({ status: 404, code: 'request.not-found' });
  });

  it('is browsable, its metrics and health are open on this machine', async () => {
    for (const path of ['/api/docs', '/healthz', '/readyz', '/metrics']) {
      expect([path, (await fetch(system.url + path)).status]).toEqual([path, 200]);
    }
    const metrics = await (await fetch(`${system.url}/metrics`)).text();
    expect(metrics).toContain('http_server_request_duration_seconds');
  });

  it('a program reads its own writes', async () => {
    const client = await signIn(system.url);
    const token = { ttlSeconds: 3600, maxUses: 1, autoAccept: false };
    for (let n = 0; n < 20; n++) {
      const created = await client.send('POST', 'enrolment-tokens', { ...token, note: `n${n}` });
      const position = created.headers.get('tutti-position') ?? '';
      const { id } = (await created.json()) as { id: string };
      const list = await client.send('GET', 'enrolment-tokens?pageSize=500', undefined, {
        'tutti-position': position,
      });
      const { items } = (await list.json()) as { items: { id: string }[] };
      expect(items.map((item) => item.id)).toContain(id);
    }
  });

  it('given the same Idempotency-Key twice, then there is one; given it with another body, then 422', async () => {
    const client = await signIn(system.url);
    const headers = { 'idempotency-key': '"once"' };
    const user = { name: 'kim', role: 'user', password: 'a long enough password' };
    const first = await client.send('POST', 'users', user, headers);
    const again = await client.send('POST', 'users', user, headers);
    expect([first.status, first.headers.get('tutti-position')]).toEqual([
      201,
      again.headers.get('tutti-position'),
    ]);
    expect(await again.json()).toEqual(await first.json());
    expect((await client.send('POST', 'users', { ...user, name: 'lee' }, headers)).status).toBe(422);
    const position = first.headers.get('tutti-position') ?? '';
    const list = await client.send('GET', 'users', undefined, { 'tutti-position': position });
    const { items } = (await list.json()) as { items: { name: string }[] };
    expect(items.map(({ name }) => name).sort()).toEqual(['admin', 'kim']);
  });
});
