import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ConfigError } from './config-error';
import { configReference } from './config-reference';
import { secret } from './config-schema';
import { parseConfig } from './parse-config';
import { showConfig } from './show-config';

const schema = z.object({
  PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(8080)
    .describe('Port that the service listens on.'),
  WORKSPACE: z.string().min(1).describe('Unique name of this installation.'),
  PAGE_TOKEN_KEY: secret(z.string().min(32)).optional().describe('Seals page tokens | cursors.'),
});

let folder: string;
const file = (name: string, content: string): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
const faultsOf = (env: Record<string, string>): readonly string[] => {
  try {
    parseConfig(schema, env);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tutti-config-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('parseConfig', () => {
  test('reads, defaults and coerces; ignores the rest of the environment', () => {
    expect(parseConfig(schema, { WORKSPACE: 'seoul', PORT: '', HOME: '/' }).config).toEqual({
      WORKSPACE: 'seoul',
      PORT: 8080,
    });
  });

  test('a secret comes from its file without the trailing newline, and without more than that', () => {
    const secretText = `${'k'.repeat(32)} \n`;
    const env = { WORKSPACE: 'seoul', PAGE_TOKEN_KEY_FILE: file('key', `${secretText}\r\n`) };
    expect(parseConfig(schema, env).config.PAGE_TOKEN_KEY).toBe(secretText);
  });

  test('reports all faults together and repeats no secret', () => {
    const faults = faultsOf({ PORT: 'eighty', PAGE_TOKEN_KEY: 'short-secret' });
    expect(faults).toHaveLength(3);
    expect(faults).toContain('WORKSPACE is missing.');
    expect(faults.join()).toMatch(/PORT: .*PAGE_TOKEN_KEY: |PAGE_TOKEN_KEY: .*PORT: /s);
    expect(faults.join()).not.toContain('short-secret');
  });

  test('a secret and its file together are refused, as is a file that cannot be read', () => {
    const both = { WORKSPACE: 'a', PAGE_TOKEN_KEY: 'x'.repeat(32), PAGE_TOKEN_KEY_FILE: file('both', 'y') };
    expect(faultsOf(both)).toEqual(['PAGE_TOKEN_KEY and PAGE_TOKEN_KEY_FILE are both set: keep one.']);
    expect(faultsOf({ WORKSPACE: 'a', PAGE_TOKEN_KEY_FILE: join(folder, 'absent') })).toEqual([
      'PAGE_TOKEN_KEY_FILE cannot be read (ENOENT).',
    ]);
  });

  test('_FILE works for secrets only', () => {
    expect(faultsOf({ WORKSPACE_FILE: file('workspace', 'seoul') })).toEqual(['WORKSPACE is missing.']);
  });

  test('retired names warn', () => {
    const env = {
      WORKSPACE: 'a',
      FIRST_SUPERUSER: 'root',
      FIRST_SUPERUSER_PW: 'hunter2',
      AIC_HOST: 'x',
      AICE: 'y',
    };
    const { warnings } = parseConfig(schema, env);
    expect(warnings.map((warning) => warning.split(' ')[0])).toEqual([
      'AIC_HOST',
      'FIRST_SUPERUSER',
      'FIRST_SUPERUSER_PW',
    ]);
    expect(warnings.join()).not.toContain('hunter2');
  });
});

test('showConfig hides secrets', () => {
  const { config } = parseConfig(schema, { WORKSPACE: 'seoul', PAGE_TOKEN_KEY: 'k'.repeat(32) });
  expect(showConfig(schema, config)).toEqual({ WORKSPACE: 'seoul', PORT: 8080, PAGE_TOKEN_KEY: '(hidden)' });
});

describe('configReference', () => {
  test('lists every key with default and meaning', () => {
    expect(configReference('devices', schema)).toBe(`## devices

| Variable | Default | Meaning |
|---|---|---|
| \`PORT\` | \`8080\` | Port that the service listens on. |
| \`WORKSPACE\` | **required** | Unique name of this installation. |
| \`PAGE_TOKEN_KEY\`, \`PAGE_TOKEN_KEY_FILE\` |  | Seals page tokens \\| cursors. Secret. |
`);
  });

  test('refuses a key without a description', () => {
    expect(() => configReference('x', z.object({ LOST: z.string() }))).toThrow('LOST');
  });
});
