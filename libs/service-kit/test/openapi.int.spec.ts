import { createConfig, lintFromString } from '@redocly/openapi-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Harness, start } from './harness';

let kit: Harness;
let text: string;
beforeAll(async () => {
  kit = await start();
  const response = await kit.fetch('/api/openapi.json', { as: 'nobody' });
  expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
  text = await response.text();
});
afterAll(() => kit.app.close());

interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Record<string, unknown>>>>>;
}

describe('the OpenAPI document', () => {
  test('is 3.1 and clean by the recommended rules of redocly', async () => {
    // Fastify prefers `/devices/live` to `/devices/{id}`, whatever their order: not ambiguous here.
    const config = await createConfig({ extends: ['recommended'], rules: { 'no-ambiguous-paths': 'off' } });
    const problems = await lintFromString({ source: text, absoluteRef: 'openapi.json', config });
    expect(problems.map(({ ruleId, message, location }) => [ruleId, message, location[0]?.pointer])).toEqual(
      [],
    );
  });

  test('the linter that says so can say otherwise', async () => {
    const config = await createConfig({ extends: ['recommended'] });
    const broken = text
      .replace('"summary":"Lists devices",', '')
      .replace('"type":"string"', '"type":"strong"');
    const problems = await lintFromString({ source: broken, absoluteRef: 'openapi.json', config });
    expect(problems.map(({ ruleId }) => ruleId)).toEqual(
      expect.arrayContaining(['operation-summary', 'struct']),
    );
  });

  test('says of a route what the route says of itself', () => {
    const document = JSON.parse(text) as Document;
    expect(document.openapi).toBe('3.1.0');
    const { patch } = document.paths['/api/v1/devices/{id}'] ?? {};
    expect(patch).toMatchObject({
      operationId: 'device.rename',
      tags: ['devices'],
      description: 'Needs `devices:manage`.',
      security: [{ bearer: [] }, { session: [] }],
      requestBody: {
        required: true,
        content: { 'application/json': { schema: { additionalProperties: false, required: ['name'] } } },
      },
    });
    expect((patch?.['parameters'] as { name: string }[]).map(({ name }) => name)).toEqual([
      'id',
      'If-Match',
      'Idempotency-Key',
    ]);
    const statuses = (route: string, method: string): readonly string[] =>
      Object.keys(document.paths[route]?.[method]?.['responses'] ?? {});
    expect(statuses('/api/v1/devices/{id}', 'patch')).toEqual([
      '204',
      '400',
      '401',
      '403',
      '412',
      '413',
      '422',
      '428',
      '503',
      'default',
    ]);
    expect(statuses('/api/v1/devices/{id}', 'get')).toEqual(['200', '400', '401', '404', 'default']);
    expect(document.paths['/api/v1/devices/{id}/picture']?.['get']?.['responses']).toMatchObject({
      200: { content: { 'image/jpeg': {} } },
    });
  });
});

test('the API browser is served with its own files and its own policy', async () => {
  const page = await kit.fetch('/api/docs', { as: 'nobody' });
  const html = await page.text();
  expect(page.headers.get('content-security-policy')).toContain("script-src 'self' 'unsafe-inline'");
  const scripts = [...html.matchAll(/(?:src|href)="(\.[^"]+)"/g)].map(([, path = '']) => path);
  expect(scripts.length).toBeGreaterThan(3);
  expect(html).not.toMatch(/(?:src|href)="https?:/);
  for (const path of scripts)
    expect((await fetch(new URL(path, `${kit.app.url}/api/docs`))).status).toBe(200);
});
