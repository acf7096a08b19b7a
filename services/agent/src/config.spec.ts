import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ConfigError, loadConfig } from './config';

const folder = mkdtempSync(join(tmpdir(), 'tutti-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('the configuration', () => {
  it("has the YOLO chart's names and defaults (S4-29)", () => {
    expect(loadConfig({}, {})).toMatchObject({
      images: '/data/images',
      models: '/data/models',
      inferenceInterval: 2,
      checkModelInterval: 30,
      host: '127.0.0.1',
      port: 8090,
      sendResults: true,
    });
    const env = { IMAGES_DIR: '/i', MODEL_DIR: '/m', INFERENCE_INTERVAL: '0.5', CHECK_MODEL_INTERVAL: '5' };
    expect(loadConfig({}, env)).toMatchObject({
      images: '/i',
      models: '/m',
      inferenceInterval: 0.5,
      checkModelInterval: 5,
    });
  });

  it('lets a flag win over the environment', () => {
    expect(loadConfig({ port: '1' }, { AGENT_PORT: '2' }).port).toBe(1);
  });

  it('reads a secret from a file, without its last line break', () => {
    const file = join(folder, 'token');
    writeFileSync(file, 'from a file\n');
    expect(loadConfig({}, { TUTTI_TOKEN_FILE: file }).token).toBe('from a file');
    expect(() => loadConfig({}, { TUTTI_TOKEN_FILE: file, TUTTI_TOKEN: 'x' })).toThrow('both set');
    expect(() => loadConfig({}, { AGENT_TOKEN_FILE: join(folder, 'none') })).toThrow('cannot be read');
  });

  it('tells all faults at once, by the names that people set', () => {
    const load = (): unknown =>
      loadConfig({ url: 'ftp://x' }, { AGENT_PORT: '70000', INFERENCE_RATE: 'fast' });
    expect(load).toThrow(ConfigError);
    for (const name of ['TUTTI_URL', 'AGENT_PORT', 'INFERENCE_RATE']) expect(load).toThrow(name);
  });

  it('demands a token when other machines could use the agent', () => {
    expect(() => loadConfig({ host: '0.0.0.0' }, {})).toThrow('AGENT_TOKEN');
    expect(loadConfig({ host: '0.0.0.0' }, { AGENT_TOKEN: 'x'.repeat(16) }).host).toBe('0.0.0.0');
    expect(loadConfig({ host: '::1' }, {}).host).toBe('::1');
  });

  it('understands the privacy switch', () => {
    for (const no of ['no', 'false', '0'])
      expect(loadConfig({}, { ENABLE_RESULT_TO_TUTTI: no }).sendResults).toBe(false);
    expect(loadConfig({ sendResults: 'no' }, {}).sendResults).toBe(false);
    expect(() => loadConfig({ sendResults: 'perhaps' }, {})).toThrow('ENABLE_RESULT_TO_TUTTI');
  });
});
