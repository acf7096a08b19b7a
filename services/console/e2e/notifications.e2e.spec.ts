import { SimulatedDevice, startSystem, type System } from '@tutti/testing';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultsOf, isTooWide } from './accessibility';
import { complaintsOf, openBrowser, openPage, phoneByNight } from './browser';
import { signIn } from './signing-in';

const password = 'staple-horse-battery';
const title = 'camera-1 reports a fault';

let system: System;
let browser: Browser;
let page: Page;

const opened = async (path: string, screen?: typeof phoneByNight): Promise<Page> => {
  const own = await openPage(browser, system.url, screen);
  own.context().setDefaultTimeout(60_000);
  await own.goto(path);
  await signIn(own, 'admin', password);
  await own.getByRole('heading', { level: 1 }).waitFor();
  return own;
};

const joined = async (serial: string): Promise<SimulatedDevice> => {
  const response = await page.request.fetch('/api/v1/enrolment-tokens', {
    method: 'POST',
    data: { ttlSeconds: 3600, maxUses: 1, autoAccept: true },
    headers: { 'x-requested-with': 'tutti' },
  });
  const { token } = (await response.json()) as { token: string };
  const device = new SimulatedDevice({ url: system.url, serial });
  await device.ask({ token });
  return device;
};

const faulted = async (serial: string): Promise<void> => {
  const camera = await joined(serial);
  const connection = await camera.connect();
  const error = { type: 'camera', message: 'The lens is covered' };
  await camera.publish(connection, 'heartbeat', [camera.heartbeat({ error })]);
  await connection.close();
};

beforeAll(async () => {
  [system, browser] = await Promise.all([
    startSystem({ args: ['--no-agent'], env: { TUTTI_ADMIN_PASSWORD: password } }),
    openBrowser(),
  ]);
  page = await opened('/edges');
});

afterAll(async () => {
  await browser.close();
  await system.dispose();
});

const bell = (name: RegExp | string, of = page) => of.getByRole('button', { name });
const row = () => page.getByRole('listitem').filter({ hasText: title });

describe('notifications', () => {
  it('appear under the bell at once, wherever one is', async () => {
    await bell('Notifications: none unread').waitFor();
    await faulted('camera-1');
    await bell(/^Notifications: [1-9]\d* unread$/).click();
    const panel = page.getByRole('dialog', { name: 'Unread notifications' });
    await panel.getByRole('link', { name: title }).waitFor();
    await panel.getByText('The lens is covered').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'hidden' });
    await expect
      .poll(() => bell(/^Notifications: /).evaluate((it) => it === document.activeElement))
      .toBe(true);
    await page.keyboard.press('Enter');
  });

  it('lead to what they are about, and are read by that', async () => {
    await page.getByRole('dialog').getByRole('link', { name: title }).click();
    await page.getByRole('heading', { level: 1, name: 'camera-1' }).waitFor();
    await page.getByRole('navigation').getByRole('link', { name: 'Notifications' }).click();
    await row().waitFor();
    await row().getByText('Unread').waitFor({ state: 'hidden' });
  });

  it('are filtered, and the address keeps it', async () => {
    await page.getByRole('combobox', { name: 'About' }).selectOption('Training');
    await page.getByText('No notification matches.').waitFor();
    await page.reload();
    await page.getByText('No notification matches.').waitFor();
    await page.getByRole('combobox', { name: 'About' }).selectOption('Everything');
    await row().waitFor();
  });

  it('are put away for good, one after the other', async () => {
    await faulted('camera-2');
    const other = page.getByRole('listitem').filter({ hasText: 'camera-2' });
    await other.waitFor();
    await row()
      .getByRole('button', { name: `Put away: ${title}` })
      .click();
    await row().waitFor({ state: 'hidden' });
    const next = other.getByRole('button', { name: /^Put away/ });
    await expect.poll(() => next.evaluate((it) => it === document.activeElement)).toBe(true);
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Notifications' }).waitFor();
    expect(await row().count()).toBe(0);
  });

  it('are those that one wants', async () => {
    await page.getByRole('button', { name: 'Settings' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('checkbox', { name: 'Scores' }).uncheck();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Your settings are saved.').waitFor();
    await page.getByRole('button', { name: 'Settings' }).click();
    expect(await dialog.getByRole('checkbox', { name: 'Scores' }).isChecked()).toBe(false);
    await page.keyboard.press('Escape');
  });

  it('can be used by everybody, and on a phone', async () => {
    expect(await faultsOf(page)).toEqual([]);
    const phone = await opened('/notifications', phoneByNight);
    expect(await faultsOf(phone)).toEqual([]);
    expect(await isTooWide(phone)).toBe(false);
    expect([...complaintsOf(page), ...complaintsOf(phone)]).toEqual([]);
  });
});
