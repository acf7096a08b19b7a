import { SimulatedDevice, startSystem, type System } from '@tutti/testing';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { complaintsOf, openBrowser, openPage } from './browser';
import { signIn } from './signing-in';

const password = 'staple-horse-battery';
const hour = 3_600_000;
const day = 24 * hour;

let system: System;
let browser: Browser;
let page: Page;
let camera: SimulatedDevice;

const api = (path: string, init: Parameters<Page['request']['fetch']>[1] = {}) =>
  page.request.fetch(`/api/v1${path}`, {
    ...init,
    headers: { 'x-requested-with': 'tutti', ...init.headers },
  });

const joined = async (serial: string): Promise<SimulatedDevice> => {
  const data = { ttlSeconds: 3600, maxUses: 1, autoAccept: true };
  const issued = (await (await api('/enrolment-tokens', { method: 'POST', data })).json()) as {
    token: string;
  };
  const device = new SimulatedDevice({ url: system.url, serial });
  await device.ask({ token: issued.token });
  return device;
};

/** Twenty days of a device that was switched off for three of them. */
const past = async (device: SimulatedDevice): Promise<void> => {
  const connection = await device.connect();
  const hours = Array.from({ length: 20 * 24 }, (_, back) => back).filter((back) => back < 96 || back > 168);
  const at = (back: number, minute: number): string =>
    new Date(Date.now() - back * hour - minute * 60_000).toISOString();
  for (let from = 0; from < hours.length; from += 40) {
    const some = hours.slice(from, from + 40);
    const vitals = some.flatMap((back) =>
      [1, 21, 41].map((minute) =>
        device.vitals({ at: at(back, minute), cpu: 0.4 + 0.3 * Math.sin(back / 4) + minute / 400 }),
      ),
    );
    const results = some.flatMap((back) =>
      [2, 12, 22, 32, 52].map((minute) =>
        device.inference({
          at: at(back, minute),
          latencyMs: 3 + (minute % 7),
          score: 0.6 + (minute % 9) / 25,
        }),
      ),
    );
    await device.publish(connection, 'vitals', vitals);
    await device.publish(connection, 'inference', results);
  }
  await device.publish(connection, 'heartbeat', [device.heartbeat()]);
  await connection.close();
};

beforeAll(async () => {
  [system, browser] = await Promise.all([
    startSystem({ args: ['--no-agent'], env: { TUTTI_ADMIN_PASSWORD: password } }),
    openBrowser(),
  ]);
  page = await openPage(browser, system.url);
  await page.goto('/edges');
  await signIn(page, 'admin', password);
  await page.getByRole('heading', { level: 1, name: 'Edges' }).waitFor();
  camera = await joined('camera-1');
  await joined('door-1');
  await past(camera);
});

afterAll(async () => {
  await browser.close();
  await system.dispose();
});

const edge = (rest = ''): string => `/edges/${camera.id ?? ''}${rest}`;
const button = (name: string) => page.getByRole('button', { name, exact: true });
const cpu = () => page.getByRole('img', { name: /^Processor: now/ });
const span = () => page.locator('.chart-span');

describe('charts', () => {
  it('reach back over weeks, with a gap where there is one', async () => {
    await page.goto(edge('/vitals'));
    await page.getByText('30 d', { exact: true }).click();
    await cpu().waitFor();
    const table = page.locator('figure', { has: cpu() }).locator('details');
    await table.locator('summary').click();
    const rows = await table.locator('tbody tr').count();
    expect(rows).toBeGreaterThan(60);
    expect(rows).toBeLessThan(20 * 6 - 10);
    await table.locator('summary').click();
  });

  it('are zoomed and moved by mouse', async () => {
    const box = await cpu().boundingBox();
    if (!box) throw new Error('The chart has no place.');
    await page.mouse.move(box.x + box.width * 0.5, box.y + 60);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.7, box.y + 60, { steps: 5 });
    await page.mouse.up();
    await expect.poll(() => span().getAttribute('data-live')).toBe('false');
    const zoomed = await span().innerText();
    expect(zoomed).toMatch(/\w+ \d+.* – \w+ \d+/);
    await button('Earlier').click();
    await expect.poll(() => span().innerText()).not.toBe(zoomed);
    await button('Back to now').click();
    await expect.poll(() => span().getAttribute('data-live')).toBe('true');
  });

  it('and by keyboard', async () => {
    await button('Earlier').focus();
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => span().getAttribute('data-live')).toBe('false');
    await page.keyboard.press('-');
    await page.keyboard.press('0');
    await expect.poll(() => span().getAttribute('data-live')).toBe('true');
  });

  it('show any stretch by the clock of the viewer', async () => {
    await button('From … to …').click();
    const local = (ms: number): string => {
      const at = new Date(ms - new Date(ms).getTimezoneOffset() * 60_000);
      return at.toISOString().slice(0, 16);
    };
    await page.getByLabel('From', { exact: true }).fill(local(Date.now() - 6 * day));
    await page.getByLabel('To', { exact: true }).fill(local(Date.now() - 5 * day));
    await button('Show').click();
    await page.getByText('No vitals in this time').waitFor();
    await button('Back to now').click();
  });

  it('go on while results arrive', async () => {
    await page.goto(edge());
    await page.getByText('1 h', { exact: true }).click();
    const total = async (): Promise<number> =>
      Number(
        /(\d+) in all/.exec(
          (await page.getByRole('img', { name: /in all/ }).getAttribute('aria-label')) ?? '',
        )?.[1],
      );
    await expect.poll(total).toBeGreaterThan(0);
    const before = await total();
    const connection = await camera.connect();
    await camera.publish(connection, 'inference', [camera.inference(), camera.inference()]);
    await connection.close();
    await expect.poll(total).toBeGreaterThanOrEqual(before + 2);
    await page.goto('/');
    await page.getByText('7 d', { exact: true }).click();
    await expect.poll(total).toBeGreaterThan(400);
  });
});

it('breaks no rule of the browser on the way', () => {
  expect(complaintsOf(page)).toEqual([]);
});
