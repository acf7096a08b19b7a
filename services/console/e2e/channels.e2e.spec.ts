import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
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
let sink: Server;
/** What it answers with. */
let status = 202;
const bodies: string[] = [];

const listening = async (): Promise<Server> => {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      bodies.push(Buffer.concat(chunks).toString());
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
};

const secretPath = '/hooks/a-path-that-nobody-else-knows';
const address = (): string => `http://127.0.0.1:${(sink.address() as AddressInfo).port}${secretPath}`;

const opened = async (path: string, screen?: typeof phoneByNight): Promise<Page> => {
  const own = await openPage(browser, system.url, screen);
  own.context().setDefaultTimeout(60_000);
  await own.goto(path);
  await signIn(own, 'admin', password);
  await own.getByRole('heading', { level: 1, name: 'Channels' }).waitFor();
  return own;
};

beforeAll(async () => {
  [system, browser, sink] = await Promise.all([
    startSystem({
      args: ['--no-agent'],
      env: { TUTTI_ADMIN_PASSWORD: password, WEBHOOK_TEAMS: 'https://teams.example.com/hooks/one' },
    }),
    openBrowser(),
    listening(),
  ]);
  page = await opened('/channels');
});

afterAll(async () => {
  await browser.close();
  await system.dispose();
  await new Promise((resolve) => sink.close(resolve));
});

const dialog = () => page.getByRole('dialog');
const row = () => page.getByRole('row', { name: /Line/ });
const button = (name: string) => page.getByRole('button', { name, exact: true });

describe('channels', () => {
  it('are added with help, and their address is never shown again', async () => {
    await button('Add a channel').click();
    await dialog().getByText('How to get the address in Teams').click();
    await dialog()
      .getByText(/Send webhook alerts to a channel/)
      .waitFor();
    await dialog().getByRole('textbox', { name: 'Name' }).fill('Line');
    await dialog().getByRole('textbox', { name: 'Address' }).fill(address());
    expect(await faultsOf(page)).toEqual([]);
    await dialog().getByRole('button', { name: 'Add a channel' }).click();
    await row().getByText('Not tried yet').waitFor();
    expect(await page.content()).not.toContain(secretPath);
  });

  it('are tried, and what is accepted is not said to be seen', async () => {
    await row().getByRole('button', { name: 'Send a test' }).click();
    await dialog().getByRole('button', { name: 'Send a test' }).click();
    await dialog().getByText('The receiver accepted it. Now look at the channel.').waitFor();
    await dialog()
      .getByText(/Accepted does not mean shown/)
      .waitFor();
    expect(JSON.parse(bodies[0] ?? '')).toMatchObject({ type: 'message' });
    await dialog().getByRole('button', { name: 'Close' }).last().click();
    await row().getByText('Works').waitFor();
  });

  it('that do not work say why, and go on when somebody has looked', async () => {
    status = 404;
    await row().getByRole('button', { name: 'Send a test' }).click();
    await dialog().getByRole('button', { name: 'Send a test' }).click();
    await dialog().getByText('It did not get there.').waitFor();
    await dialog().getByRole('button', { name: 'Close' }).last().click();
    const alert = page.getByRole('region', { name: '“Line” needs attention' });
    await alert
      .getByText('Nothing is at the address any more: the workflow or the webhook was removed')
      .waitFor();
    await alert
      .locator('[lang="en"]')
      .getByText(/^There is nothing behind the address/)
      .waitFor();
    expect(await faultsOf(page)).toEqual([]);
    status = 202;
    await alert.getByRole('button', { name: 'It works again: send what waits' }).click();
    await alert.waitFor({ state: 'hidden' });
  });

  it('that the environment sets are changed but for their address, and switched off', async () => {
    const set = page.getByRole('row').filter({ hasText: 'Set by the environment' });
    const more = set.getByRole('button', { name: /^More for/ });
    await more.click();
    expect(await page.getByRole('menuitem', { name: 'Remove' }).count()).toBe(0);
    await page.getByRole('menuitem', { name: 'Change' }).click();
    expect(await dialog().getByRole('textbox', { name: 'Address' }).count()).toBe(0);
    await dialog().getByRole('switch', { name: 'Quiet hours' }).click();
    expect(await faultsOf(page)).toEqual([]);
    await dialog().getByRole('button', { name: 'Save' }).click();
    await set.getByText(/Quiet 20:00/).waitFor();
    await more.click();
    await page.getByRole('menuitem', { name: 'Switch off' }).click();
    await set.getByText('Off', { exact: true }).waitFor();
  });

  it('keep what was sent, attempt by attempt', async () => {
    await page.getByRole('tab', { name: 'Sent' }).click();
    await page.getByRole('combobox', { name: 'State' }).selectOption('Accepted');
    const twice = page.getByRole('row').filter({ has: page.getByRole('cell', { name: '2', exact: true }) });
    await twice.getByRole('button').first().click();
    await dialog()
      .getByText(/the workflow or the webhook was removed/)
      .waitFor();
    await dialog().getByText('accepted with 202').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.keyboard.press('Escape');
  });

  it('can be used on a phone', async () => {
    const phone = await opened('/channels', phoneByNight);
    await phone.getByText('Line').first().waitFor();
    expect(await faultsOf(phone)).toEqual([]);
    expect(await isTooWide(phone)).toBe(false);
    expect([...complaintsOf(page), ...complaintsOf(phone)]).toEqual([]);
  });
});
