import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSystem, type System } from '@tutti/testing';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, openPage } from './browser';
import { flakyLine, type FlakyLine } from './flaky-line';
import { signIn } from './signing-in';

const password = 'staple-horse-battery';
const waitsLong = { timeout: 60_000 };

let data: string;
let system: System;
let line: FlakyLine;
let browser: Browser;
let page: Page;

const start = (args: readonly string[] = []): Promise<System> =>
  startSystem({ data, args: ['--no-agent', ...args], env: { TUTTI_ADMIN_PASSWORD: password } });

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'tutti-live-'));
  [system, browser] = await Promise.all([start(), openBrowser()]);
  line = await flakyLine(system.url);
  page = await openPage(browser, line.url);
  await page.clock.install();
  await page.goto('/events');
  await signIn(page, 'admin', password);
  await page.getByRole('status').getByText('Live').waitFor(waitsLong);
});

afterAll(async () => {
  await browser.close();
  await line.close();
  await system.dispose();
  await rm(data, { recursive: true, force: true });
});

const headers = { 'x-requested-with': 'tutti' };
let token = '';

/** Something happens that the page must show; it goes past the page's own line. */
const happens = async (note: string): Promise<void> => {
  const body = { note, ttlSeconds: 60, maxUses: 1, autoAccept: false };
  const post = (): Promise<Response> =>
    fetch(`${system.url}/api/v1/enrolment-tokens`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { ...headers, 'content-type': 'application/json', authorization: `Bearer ${token}` },
    });
  let answer = await post();
  if (answer.status === 401) {
    const signedIn = await fetch(`${system.url}/api/v1/sessions`, {
      method: 'POST',
      body: JSON.stringify({ name: 'admin', password }),
      headers: { ...headers, 'content-type': 'application/json' },
    });
    token = ((await signedIn.json()) as { accessToken: string }).accessToken;
    answer = await post();
  }
  expect(answer.status).toBe(201);
};

const issued = () => page.locator('[data-event$="EnrolmentTokenIssued"]');

describe('a live page stays live, and misses nothing', () => {
  it('while the server is restarted', async () => {
    const before = await issued().count();
    const port = new URL(system.url).port;
    await system.stop();
    await page.getByRole('status').getByText('Reconnecting').waitFor(waitsLong);
    system = await start(['--port', port]);
    await happens('after the restart');
    await page.getByRole('status').getByText('Live').waitFor(waitsLong);
    await expect.poll(() => issued().count(), waitsLong).toBe(before + 1);
  });

  it('while the machine sleeps', async () => {
    const before = await issued().count();
    line.goDead();
    await happens('during the sleep');
    // As when the lid is closed and opened again: each timer that is due fires once.
    await page.clock.fastForward('00:08:00');
    await expect.poll(() => issued().count(), { timeout: 30_000 }).toBe(before + 1);
  });

  it('when its line goes dead without a word', async () => {
    await page.getByRole('status').getByText('Live').waitFor(waitsLong);
    const before = await issued().count();
    line.goDead();
    await happens('on a dead line');
    await expect.poll(() => issued().count(), waitsLong).toBe(before + 1);
  });
});
