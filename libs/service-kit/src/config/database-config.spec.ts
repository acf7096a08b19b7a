import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ConfigError } from './config-error';
import { databaseConfig, databaseUrls } from './database-config';
import { parseConfig } from './parse-config';

const urlOf = (env: Record<string, string>): string =>
  databaseUrls(parseConfig(z.object(databaseConfig), env).config, '/data/db')('devices');

const faultOf = (env: Record<string, string>): string => {
  try {
    urlOf(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('no fault');
};

describe('the database of a service', () => {
  test('is a file of its own in the data directory', () => {
    expect(urlOf({})).toBe('sqlite:/data/db/devices.sqlite');
    expect(urlOf({ DATABASE_URL: 'sqlite:/elsewhere' })).toBe('sqlite:/elsewhere/devices.sqlite');
  });

  test('is one of its own at a server', () => {
    expect(urlOf({ DATABASE_URL: 'mysql://tutti:p%40ss@db.example:3307/fleet?tls=off' })).toBe(
      'mysql://tutti:p%40ss@db.example:3307/fleet_devices?tls=off&poolSize=5&poolOverflow=10',
    );
  });

  test('can be said with the names of Edge Conductor (S0-9, S0-24, S0-28)', () => {
    const env = {
      ...{ MYSQL_HOST: 'db', MYSQL_USER: 'edge@cond', MYSQL_PSWD: 'a/b?c#d:e@f%', MYSQL_NAME: 'edgecond_db' },
      ...{ DATABASE_POOL_SIZE: '2', DATABASE_POOL_MAX_OVERFLOW: '0', DATABASE_TLS: 'off' },
    };
    const url = new URL(urlOf(env));
    expect(url.href).toMatch(
      /^mysql:\/\/edge%40cond:.*@db:3306\/edgecond_db_devices\?poolSize=2&poolOverflow=0&tls=off$/,
    );
    expect(decodeURIComponent(url.password)).toBe(env.MYSQL_PSWD);
  });

  test.each([
    [{ DATABASE_URL: 'sqlite:/a', MYSQL_HOST: 'db' }, /keep one/],
    [{ DATABASE_URL: 'sqlite:' }, /must name a directory/],
    [{ DATABASE_URL: 'postgres://u:hunter2@h/a' }, /must look like/],
    [{ DATABASE_URL: 'mysql://u:hunter2@h/' }, /must end with a prefix/],
    [{ DATABASE_URL: 'mysql://u:hunter2@h/a/b' }, /must end with a prefix/],
    [{ MYSQL_HOST: 'db' }, /MYSQL_USER is missing/],
    [{ MYSQL_HOST: 'db:3307', MYSQL_USER: 'u' }, /MYSQL_HOST is not/],
    [{ MYSQL_HOST: 'db', MYSQL_PORT: '0' }, /MYSQL_PORT/],
    [{ DATABASE_POOL_SIZE: '0' }, /DATABASE_POOL_SIZE/],
    [{ DATABASE_TLS: 'perhaps' }, /DATABASE_TLS/],
    [{ MYSQL_NAME: 'a`b' }, /MYSQL_NAME/],
  ])('%o is refused', (env, message) => {
    expect(faultOf(env as Record<string, string>)).toMatch(message);
    expect(faultOf(env as Record<string, string>)).not.toContain('hunter2');
  });
});
