import { startSystem, type System } from '@tutti/testing';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agentCommand } from '../src/lib/agent-command';
import { complaintsOf, openBrowser, openPage } from './browser';
import { startAgent, type SecondAgent } from './second-agent';
import { chooseOwnPassword, signIn } from './signing-in';

const own = 'staple-horse-battery';
const waitsLong = { timeout: 20_000 };

let system: System;
let browser: Browser;
let page: Page;
let agent: SecondAgent | undefined;

beforeAll(async () => {
  [system, browser] = await Promise.all([startSystem(), openBrowser()]);
  page = await openPage(browser, system.url);
});

afterAll(async () => {
  await browser.close();
  await agent?.dispose();
  await system.dispose();
});

const heading = (name: string | RegExp) => page.getByRole('heading', { level: 1, name });
const menu = (name: string) => page.getByRole('navigation').getByRole('link', { name });
const dialog = () => page.getByRole('dialog');
const field = (name: string) => dialog().getByRole('textbox', { name, exact: true });
const seen = (text: string | RegExp) => page.getByText(text).first();

const deviceIdOf = async (serial: string): Promise<string> => {
  const answer = await page.request.get(`/api/v1/devices?q=serial==${serial}`);
  const { items } = (await answer.json()) as { items: readonly { id: string }[] };
  return items[0]?.id ?? '';
};

describe('the console', () => {
  it('asks who comes, says when the password is wrong, and has the one-time password replaced', async () => {
    const oneTime = system.firstPassword;
    await page.goto('/edges');
    await signIn(page, 'admin', 'not the password');
    await page.getByRole('alert').getByText('Name or password is wrong').waitFor();
    await signIn(page, 'admin', oneTime);
    await heading('Choose your own password').waitFor();
    await chooseOwnPassword(page, oneTime, own);
    await heading('Edges').waitFor();
    expect(new URL(page.url()).pathname).toBe('/edges');
  });

  it('shows the device of this machine and its results by themselves', async () => {
    await menu('Overview').click();
    await page.locator('[data-badge="inferencing"] .tile-count', { hasText: '1' }).waitFor(waitsLong);
    const pictures = page.getByRole('list', { name: 'Newest results' }).locator('img');
    await pictures.first().waitFor(waitsLong);
    const widest = (): Promise<number> =>
      pictures.evaluateAll((all) => Math.max(0, ...all.map((one) => (one as HTMLImageElement).naturalWidth)));
    await expect.poll(widest, waitsLong).toBeGreaterThan(0);
    await page.locator('[data-accuracy]').waitFor(waitsLong);
    const before = await pictures.first().getAttribute('src');
    await expect.poll(() => pictures.first().getAttribute('src'), waitsLong).not.toBe(before);
  });

  it('looks closer at a result', async () => {
    await page.getByRole('list', { name: 'Newest results' }).getByRole('button').first().click();
    await dialog().getByText('Probabilities').waitFor();
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'hidden' });
  });

  it('finds devices from the keyboard and marks the character that a filter fails at', async () => {
    const inSearch = () => page.evaluate(() => document.activeElement?.hasAttribute('data-search') ?? false);
    const pressUntilThere = async (): Promise<boolean> => {
      if (await inSearch()) return true;
      await page.keyboard.press('/');
      return false;
    };
    await expect.poll(pressUntilThere, { interval: 500 }).toBe(true);
    await page.keyboard.type('nothing-like-it');
    await seen('No device matches').waitFor();
    await page.getByRole('searchbox').fill('');
    const filter = page.getByRole('search').getByRole('combobox');
    await filter.fill('badge==ready;colour==red');
    await filter.press('Enter');
    await page.locator('#filter-fault mark', { hasText: 'c' }).waitFor();
    expect(await page.locator('#filter-fault').getAttribute('data-at')).toBe('13');
    await filter.fill('badge==inferencing');
    await filter.press('Enter');
    await page.getByRole('table').getByText('Inferencing').waitFor();
  });

  it('lets a person accept a device that asks, and shows what follows', async () => {
    agent = await startAgent(system.url, 'second-0001');
    await menu('Requests').click();
    await heading('Requests').waitFor();
    const request = page.getByRole('article', { name: 'second-0001' });
    await request.waitFor({ timeout: 60_000 });
    const fingerprint = await request.locator('[data-fingerprint]').innerText();
    expect(agent.output()).toContain(fingerprint);
    await request.getByRole('button', { name: 'Accept' }).click();
    await field('Name').fill('Second desk');
    await dialog().getByRole('button', { name: 'Accept' }).click();
    await seen('Nobody asks to join').waitFor();
    await menu('Edges').click();
    const row = page.getByRole('row', { name: /Second desk/ });
    await row.getByText('Inferencing').waitFor({ timeout: 60_000 });
    await row.getByRole('link').click();
    await heading('Second desk').waitFor();
    await page.getByRole('list', { name: 'Results' }).locator('img').first().waitFor(waitsLong);
    await page.getByRole('tab', { name: 'Vitals' }).click();
    await page.getByRole('img', { name: /^Processor: now \d/ }).waitFor(waitsLong);
  });

  it('never overwrites what somebody else changed meanwhile', async () => {
    await page.getByRole('button', { name: 'Describe the device' }).click();
    await field('Site').fill('mine');
    const path = `/api/v1/devices/${await deviceIdOf('second-0001')}`;
    const version = ((await (await page.request.get(path)).json()) as { version: number }).version;
    const answer = await page.request.patch(path, {
      data: { site: 'theirs' },
      headers: { 'if-match': `"${version}"`, 'x-requested-with': 'tutti' },
    });
    expect(answer.status()).toBe(200);
    await dialog().getByRole('button', { name: 'Save' }).click();
    await dialog().getByText('Somebody changed this device').waitFor();
    await page.getByRole('button', { name: 'Show the present values' }).click();
    expect(await field('Site').inputValue()).toBe('theirs');
    await field('Site').fill('ours');
    await dialog().getByRole('button', { name: 'Save' }).click();
    await dialog().waitFor({ state: 'hidden' });
    await page.locator('.facts').getByText('ours').waitFor();
  });

  it('suspends after asking, and shows it at once', async () => {
    await page.getByRole('button', { name: 'Actions' }).click();
    await page.getByRole('menuitem', { name: 'Suspend' }).click();
    await field('Reason').fill('a test');
    await dialog().getByRole('button', { name: 'Suspend' }).click();
    await page.locator('header .status', { hasText: 'Suspended' }).waitFor(waitsLong);
    await page.getByRole('tab', { name: 'History' }).click();
    await page.locator('[data-event$="DeviceSuspended"]').getByText('by admin').waitFor(waitsLong);
  });

  it('shows a token once, with the command to paste', async () => {
    await menu('Tokens').click();
    await page.getByRole('button', { name: 'Create a token' }).first().click();
    await field('Note').fill('for the hall');
    await dialog().getByRole('button', { name: 'Create' }).click();
    const command = await dialog().locator('pre').first().innerText();
    const token = /--token (\S{20,})/.exec(command)?.[1];
    expect(command).toBe(agentCommand(system.url, token ?? 'no token'));
    await dialog().getByRole('button', { name: 'Close' }).last().click();
    const row = page.getByRole('row', { name: /for the hall/ });
    await row.getByRole('button', { name: 'Revoke' }).click();
    await dialog().getByRole('button', { name: 'Revoke' }).click();
    await row.getByText('Revoked').waitFor(waitsLong);
    expect(await page.content()).not.toContain(token);
  });

  it('shows the log live, and stands still when asked to', async () => {
    await menu('Events').click();
    await page.getByRole('status').getByText('Live').waitFor(waitsLong);
    const issue = (note: string) =>
      page.request.post('/api/v1/enrolment-tokens', {
        data: { note, ttlSeconds: 60, maxUses: 1, autoAccept: false },
        headers: { 'x-requested-with': 'tutti' },
      });
    const issued = page.locator('[data-event$="EnrolmentTokenIssued"]');
    const before = await issued.count();
    await issue('live');
    await expect.poll(() => issued.count(), waitsLong).toBe(before + 1);
    await issued.first().getByText('token “live”').waitFor();
    await issued.first().getByRole('button').first().click();
    await issued.first().getByText('"maxUses": 1').waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
    await issue('unseen');
    await page.getByRole('button', { name: '1 new event' }).waitFor(waitsLong);
    expect(await issued.count()).toBe(before + 1);
    await page.getByRole('button', { name: '1 new event' }).click();
    await expect.poll(() => issued.count()).toBe(before + 2);
  });

  it('creates a user whose rights the menu follows', async () => {
    await menu('Users').click();
    await page.getByRole('button', { name: 'Create a user' }).click();
    await field('Name').fill('jun');
    await dialog().getByRole('button', { name: 'Generate one' }).click();
    const first = await field('First password').inputValue();
    await dialog().getByRole('button', { name: 'Create' }).click();
    await page.getByRole('row', { name: /jun/ }).getByText('Must choose a password').waitFor();
    const other = await openPage(browser, system.url);
    await other.goto('/');
    await signIn(other, 'jun', first);
    await chooseOwnPassword(other, first, 'quiet-river-seven-lamps');
    await other.getByRole('navigation').getByRole('link', { name: 'Edges' }).waitFor();
    expect(await other.getByRole('navigation').getByRole('link', { name: 'Users' }).count()).toBe(0);
    await other.context().close();
  });

  it('rebuilds a read model, and shows which generation is read', async () => {
    await menu('System').click();
    await heading('System').waitFor();
    await page.getByRole('region', { name: 'Devices' }).getByRole('button', { name: 'Show' }).click();
    const row = page.getByRole('row', { name: /^device-list/ });
    await row.getByRole('button', { name: 'Rebuild' }).click();
    await dialog().getByRole('button', { name: 'Rebuild' }).click();
    await seen('“device-list” is being rebuilt.').waitFor();
    await row.getByRole('cell', { name: '2', exact: true }).waitFor(waitsLong);
    await row.getByText('Up to date').waitFor(waitsLong);
  });

  it('says when the connection is lost and goes on by itself', async () => {
    await menu('Overview').click();
    await heading('Overview').waitFor();
    await page.context().setOffline(true);
    await page.locator('[data-connection-lost]').waitFor(waitsLong);
    await page.context().setOffline(false);
    await page.locator('[data-connection-lost]').waitFor({ state: 'hidden', ...waitsLong });
  });

  it('renews an expired session unnoticed, and asks again only when that fails', async () => {
    await page.context().clearCookies({ name: 'tutti_session' });
    await page.reload();
    await heading('Overview').waitFor();
    await menu('Events').click();
    await heading('Events').waitFor();
    await page.context().clearCookies();
    await heading('Sign in').waitFor(waitsLong);
    await signIn(page, 'admin', own);
    await heading('Events').waitFor();
  });

  it('breaks no rule of the browser on the way', () => {
    expect(complaintsOf(page)).toEqual([]);
  });
});
