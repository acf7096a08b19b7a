import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Channel, Delivery, Summary, SummarySettings, Workspace } from '@tutti/contracts/summary';
import { SimulatedDevice, startSystem, type System } from '@tutti/testing';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ko } from '../src/i18n/ko';
import { faultsOf, isTooWide } from './accessibility';
import { complaintsOf, openBrowser, openPage, phoneByNight } from './browser';
import { Caller } from './labelling';
import { signIn } from './signing-in';

interface List<Item> {
  readonly items: readonly Item[];
}

const password = 'staple-horse-battery';
const dayMs = 86_400_000;
/** A day that is over has to have been one of theirs. */
const preload = pathToFileURL(join(import.meta.dirname, '../../standalone/e2e/jumping-clock.mjs')).href;

let folder: string;
let site: System;
let headquarters: System;
let browser: Browser;
let page: Page;
let far: Page;
let atSite: Caller;
let atHeadquarters: Caller;
let key: string;

const setClocks = (platform: number): Promise<void> =>
  writeFile(join(folder, 'clock.json'), JSON.stringify({ agent: 0, platform }));
const start = (workspace: string): Promise<System> =>
  startSystem({
    args: ['--no-agent'],
    env: {
      ...{ TUTTI_ADMIN_PASSWORD: password, WORKSPACE: workspace },
      ...{ JUMPING_CLOCK: join(folder, 'clock.json'), NODE_OPTIONS: `--import ${preload}` },
    },
  });
const button = (name: string, on: Page | Locator = page): Locator =>
  on.getByRole('button', { name, exact: true });
const isFine = async (on = page): Promise<void> => {
  expect(await faultsOf(on)).toEqual([]);
  expect(await isTooWide(on)).toBe(false);
};
const signedIn = async (system: System, path: string, screen?: typeof phoneByNight): Promise<Page> => {
  const opened = await openPage(browser, system.url, screen);
  await opened.goto(path);
  await signIn(opened, 'admin', password);
  return opened;
};
const tile = (name: string, on = page): Locator => on.locator(`[data-tile="${name}"]`);

/** Waits until its clock has jumped to where ours is: by when its sessions end. */
const today = async ({ url }: System): Promise<void> => {
  const endsAt = async (): Promise<number> => {
    const answer = await fetch(`${url}/api/v1/sessions`, {
      method: 'POST',
      body: JSON.stringify({ name: 'admin', password }),
      headers: { 'content-type': 'application/json' },
    });
    const { accessToken } = (await answer.json()) as { accessToken: string };
    const claims = Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString();
    return (JSON.parse(claims) as { exp: number }).exp * 1_000;
  };
  await vi.waitFor(async () => expect(await endsAt()).toBeGreaterThan(Date.now()), { timeout: 15_000 });
};

const onlyWhenAsked = async ({ url }: System): Promise<void> => {
  const admin = await Caller.signIn(url, 'admin', password);
  const settings = { timeZone: 'UTC', at: '08:00', enabled: false, language: 'en' };
  await admin.call('PUT /summary-settings', settings);
};

/** As whoever manages channels does: another Tutti that is told of each day. */
const tellOf = (from: Caller, to: System, secret: string, name = 'Another Tutti'): Promise<Channel> =>
  from.call<Channel>('POST /channels', {
    ...{ name, kind: 'summary-server', address: to.url, secret },
    route: { summaries: true, notifications: null, language: 'en' },
  });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tutti-summaries-'));
  await setClocks(-dayMs);
  [site, headquarters, browser] = await Promise.all([start('busan'), start('hq'), openBrowser()]);
  const yesterday = await Caller.signIn(site.url, 'admin', password);
  const wanted = { ttlSeconds: 3600, maxUses: 1, autoAccept: true };
  const { token } = await yesterday.call<{ token: string }>('POST /enrolment-tokens', wanted);
  await new SimulatedDevice({ url: site.url, serial: 'cam-1' }).ask({ token });
  // Else they would sum up by themselves what they find they have missed.
  await Promise.all([site, headquarters].map(onlyWhenAsked));
  await setClocks(0);
  await Promise.all([today(site), today(headquarters)]);
  atSite = await Caller.signIn(site.url, 'admin', password);
  atHeadquarters = await Caller.signIn(headquarters.url, 'admin', password);
  page = await signedIn(site, '/summaries');
  far = await signedIn(headquarters, '/workspaces');
});

afterAll(async () => {
  expect([...complaintsOf(page), ...complaintsOf(far)]).toEqual([]);
  await browser.close();
  await Promise.all([site.dispose(), headquarters.dispose()]);
  await rm(folder, { recursive: true, force: true });
});

describe('daily summaries', () => {
  it('given another installation, then it is added with a key that is shown once', async () => {
    await far.getByText('No other workspace reports here').waitFor();
    await isFine(far);
    await button('Add a workspace', far).click();
    await far.getByRole('textbox', { name: 'Its name' }).fill('busan');
    await button('Add', far).click();
    const shown = far.getByText(/^twk_/);
    await shown.waitFor();
    await isFine(far);
    key = await shown.innerText();
    await button('Close', far.getByRole('dialog')).last().click();
    await far.locator('[data-workspace="busan"]').getByText('nothing yet').waitFor();
  });

  it('given no day yet, then the page says how summaries work; a day that is not over cannot be summed up', async () => {
    await page.getByText('No day has been summed up yet').waitFor();
    await isFine();
    await button('Another day').click();
    await page
      .locator('input[type="date"]')
      .fill(new Date(Date.now() + 2 * dayMs).toISOString().slice(0, 10));
    await button('Sum up').click();
    await page.getByText('The day is not over yet').waitFor();
    await isFine();
    await button('Cancel').click();
  });

  it('given other settings, then they are kept', async () => {
    await button('Change').click();
    const save = button('Save');
    expect(await save.isDisabled()).toBe(true);
    await page.locator('input[type="time"]').fill('06:00');
    const settings = await atSite.call<SummarySettings>('GET /summary-settings');
    await atSite.call('PUT /summary-settings', { ...settings, at: '07:00' });
    await save.click();
    await page.getByText('Somebody else changed the settings meanwhile').waitFor();
    await isFine();
    await button('Take over what holds now').click();
    expect(await page.locator('input[type="time"]').inputValue()).toBe('07:00');
    await page.locator('input[type="time"]').fill('06:30');
    await page.getByRole('combobox', { name: 'Language of messages' }).selectOption('ko');
    await isFine();
    await button('Save').click();
    await page.getByText('The settings were changed.').waitFor();
    await expect
      .poll(() => atSite.call('GET /summary-settings'))
      .toMatchObject({ at: '06:30', language: 'ko', enabled: false });
  });

  it('when yesterday is summed up, then its page shows what happened, and the card of it', async () => {
    await tellOf(atSite, headquarters, key);
    await button('Sum up yesterday').click();
    await page.locator('[data-card]').waitFor({ timeout: 60_000 });
    await tile('online').getByText(/of 1$/).waitFor();
    const [summary] = (await atSite.call<List<Summary>>('GET /summaries')).items;
    expect(page.url()).toContain(`/summaries/${summary?.date ?? ''}`);
    await page
      .locator('[data-card]')
      .getByText(/^Tutti daily summary · busan/)
      .waitFor();
    await page.getByText('Korean', { exact: true }).click();
    await page
      .locator('[data-card]')
      .getByText(/일일 요약/)
      .first()
      .waitFor();
    await isFine();
    await button('Look again').click();
    await page.getByText('The figures are still the same.').waitFor();
  });

  it('then the other installation has the day, beside those of others, without being asked', async () => {
    const row = far.locator('[data-workspace="busan"]');
    await row.getByText('1 day', { exact: true }).waitFor();
    await row.getByRole('link', { name: 'busan' }).click();
    await tile('online', far).getByText(/of 1$/).waitFor();
    await isFine(far);
    const { items } = await atSite.call<List<Delivery>>('GET /deliveries');
    expect(items).toMatchObject([{ channelKind: 'summary-server', status: 'accepted', attempts: 1 }]);
  });

  it('when it is delivered again, then those who have it are not chosen', async () => {
    await button('Deliver again').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('All of them have it, or it is on its way').waitFor();
    const had = dialog.getByRole('checkbox', { name: 'Another Tutti' });
    expect(await had.isChecked()).toBe(false);
    expect(await button('Deliver again', dialog).isDisabled()).toBe(true);
    await isFine();
    await button('Cancel', dialog).click();

    await tellOf(atSite, headquarters, key, 'Added later');
    await button('Deliver again').click();
    await dialog.getByText('Chosen are those that have not got it.').waitFor();
    expect(await dialog.getByRole('checkbox', { name: 'Added later' }).isChecked()).toBe(true);
    expect(await had.isChecked()).toBe(false);
    await button('Deliver again', dialog).click();
    await page.getByText('On its way to 1 channel.').waitFor();
    const sent = async () =>
      (await atSite.call<List<Delivery>>('GET /deliveries')).items.map((one) => [
        one.channelName,
        one.status,
      ]);
    await expect.poll(sent).toEqual([
      ['Added later', 'accepted'],
      ['Another Tutti', 'accepted'],
    ]);
  });

  it('then it is sent once more to whom one chooses, and nothing is there twice', async () => {
    await button('Deliver again').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('checkbox', { name: 'Another Tutti' }).check();
    await button('Deliver again', dialog).click();
    await page.getByText('On its way to 1 channel.').first().waitFor();
    const all = async () =>
      (await atSite.call<List<Delivery>>('GET /deliveries')).items.map(({ status }) => status);
    await expect.poll(all).toEqual(['accepted', 'accepted', 'accepted']);
    const [workspace] = (await atHeadquarters.call<List<Workspace>>('GET /workspaces')).items;
    expect(workspace).toMatchObject({ name: 'busan', days: 1, newest: { registered: 1 } });
  });

  it('given both, then each tells the other', async () => {
    const back = await atSite.call<{ key: string }>('POST /workspaces', { name: 'hq' });
    await tellOf(atHeadquarters, site, back.key);
    const { date } = await atHeadquarters.call<Summary>('POST /summaries', {});
    const asked = new Set<string>();
    page.on('request', (request) => asked.add(new URL(request.url()).pathname));
    await page.goto('/workspaces');
    await page.locator('[data-workspace="hq"]').getByText('1 day', { exact: true }).waitFor();
    const days = await atSite.call<List<{ date: string }>>('GET /workspaces/hq/summaries');
    expect(days.items).toMatchObject([{ date }]);
    // However many rows there are.
    expect([...asked].filter((path) => path.startsWith('/api/v1/workspaces'))).toEqual([
      '/api/v1/workspaces',
    ]);
  });

  it('on a phone by night, in Korean, all of it is fine', async () => {
    const phone = await signedIn(site, '/summaries', phoneByNight);
    await phone.locator('[data-day]').waitFor();
    await phone.addInitScript(() => localStorage.setItem('tutti.language', 'ko'));
    await phone.reload();
    await phone.getByRole('heading', { name: ko.summaries.title }).waitFor();
    await isFine(phone);
    await phone.locator('[data-day] a').click();
    await phone.locator('[data-card]').waitFor();
    await isFine(phone);
    await phone.goto('/workspaces/hq');
    await tile('results', phone).waitFor();
    await isFine(phone);
    expect(complaintsOf(phone)).toEqual([]);
    await phone.close();
  });
});
