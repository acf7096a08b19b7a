import { startSystem, type System } from '@tutti/testing';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultsOf, isTooWide } from './accessibility';
import { complaintsOf, openBrowser, openPage, phoneByNight } from './browser';
import { signIn } from './signing-in';

const password = 'staple-horse-battery';

let system: System;
let browser: Browser;
let page: Page;

const opened = async (screen?: typeof phoneByNight): Promise<Page> => {
  const own = await openPage(browser, system.url, screen);
  own.context().setDefaultTimeout(40_000);
  await own.goto('/system');
  await signIn(own, 'admin', password);
  await own.getByRole('heading', { level: 1, name: 'System' }).waitFor();
  return own;
};

beforeAll(async () => {
  [system, browser] = await Promise.all([
    startSystem({ args: ['--no-agent'], env: { TUTTI_ADMIN_PASSWORD: password } }),
    openBrowser(),
  ]);
  page = await opened();
});

afterAll(async () => {
  await browser.close();
  await system.dispose();
});

const region = (name: string, of = page) => of.getByRole('region', { name, exact: true });

describe('the System page', () => {
  it('says first whether anything needs a person', async () => {
    await page.getByText('Everything runs: nothing is stopped, failing or parked.').waitFor();
  });

  it('shows what each service does in the background to whoever wants to see it', async () => {
    for (const name of ['Identity', 'Devices', 'Datasets', 'Training', 'Deployment', 'Summary'])
      await region(name).waitFor();
    const training = region('Training');
    expect(await training.getByRole('row').count()).toBe(0);
    await training.getByRole('button', { name: 'Show' }).click();
    await training.getByRole('row', { name: /^run-list.*Up to date/ }).waitFor();
  });

  it('shows what each service runs on and how much it keeps', async () => {
    const row = region('Services').getByRole('row', { name: /^Training/ });
    await row.getByText(/^Node \d+\.\d+\.\d+$/).waitFor();
    await row.getByText(/^nats-server \d+\.\d+\.\d+$/).waitFor();
    await row.getByText(/^(SQLite|MariaDB|MySQL) \d+/).waitFor();
    await row.getByText(/^\d+ files?$/).waitFor();
  });

  it('shows each log and bucket once, with its size', async () => {
    const rows = region('Logs and buckets').getByRole('row', { name: /^Event log/ });
    await rows.getByText(/\d.* [kM]?B$/).waitFor();
    expect(await rows.count()).toBe(1);
  });

  it('says which service does not answer any more, and that what it said is from before', async () => {
    const refusal = { type: 'about:blank', title: 'Away', status: 503, code: 'service.unavailable' };
    await page.route('**/api/v1/services/training/**', (route) =>
      route.fulfill({ status: 503, contentType: 'application/problem+json', body: JSON.stringify(refusal) }),
    );
    await page.getByText('Training does not answer').waitFor();
    expect(await page.getByText('Everything runs').count()).toBe(0);
    await page.locator('[data-stale]').waitFor();
    await region('Training').getByText('Does not answer').waitFor();
    const row = region('Services').getByRole('row', { name: /^Training/ });
    await row.getByText('Does not answer').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.unroute('**/api/v1/services/training/**');
    await page.getByText('Everything runs').waitFor();
    await page.locator('[data-stale]').waitFor({ state: 'hidden' });
  });

  it('can be used by everybody, and on a phone', async () => {
    expect(await faultsOf(page)).toEqual([]);
    const phone = await opened(phoneByNight);
    await region('Logs and buckets', phone).waitFor();
    expect(await faultsOf(phone)).toEqual([]);
    expect(await isTooWide(phone)).toBe(false);
    expect([...complaintsOf(page), ...complaintsOf(phone)]).toEqual([]);
  });
});
