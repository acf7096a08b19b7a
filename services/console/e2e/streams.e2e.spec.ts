import type { Stream } from '@tutti/contracts/training';
import { startSystem, type System } from '@tutti/testing';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ko } from '../src/i18n/ko';
import { faultsOf, isTooWide } from './accessibility';
import { complaintsOf, openBrowser, openPage, phoneByNight } from './browser';
import { keyboardFaults } from './keyboard';
import { Caller } from './labelling';
import { chooseOwnPassword, signIn } from './signing-in';

const password = 'staple-horse-battery';
const mina = { first: 'first-password-of-mina', own: 'quiet-river-seven-lamps' };

let system: System;
let browser: Browser;
let page: Page;
let admin: Caller;

beforeAll(async () => {
  const env = { TUTTI_ADMIN_PASSWORD: password };
  [system, browser] = await Promise.all([
    startSystem({ args: ['--no-agent'], env, trainer: true }),
    openBrowser(),
  ]);
  admin = await Caller.signIn(system.url, 'admin', password);
  page = await openPage(browser, system.url);
  await page.goto('/streams');
  await signIn(page, 'admin', password);
});

afterAll(async () => {
  expect(complaintsOf(page)).toEqual([]);
  await browser.close();
  await system.dispose();
});

const button = (name: string): Locator => page.getByRole('button', { name, exact: true });
const tab = (name: string): Locator => page.getByRole('tab', { name, exact: true });
const dialog = (): Locator => page.getByRole('dialog');
const heading = (name: string): Locator => page.getByRole('heading', { level: 1, name, exact: true });
const streams = (): Promise<readonly Stream[]> =>
  admin.call<{ items: readonly Stream[] }>('GET /streams').then(({ items }) => items);
const named = async (wanted: string): Promise<Stream> => {
  const found = (await streams()).find(({ name }) => name === wanted);
  if (!found) throw new Error(`There is no stream ${wanted}.`);
  return found;
};
/** Titles of all dialogs from now on, also of one that only flashes up. */
const titlesOfDialogs = async (): Promise<() => Promise<readonly string[]>> => {
  await page.evaluate(() => {
    const titles = new Set<string>();
    new MutationObserver(() => {
      for (const { textContent } of document.querySelectorAll('[role="dialog"] h2')) titles.add(textContent);
    }).observe(document.body, { childList: true, subtree: true, characterData: true });
    Object.assign(window, { titlesOfDialogs: () => [...titles] });
  });
  return () =>
    page.evaluate(() => (window as unknown as { titlesOfDialogs: () => string[] }).titlesOfDialogs());
};
const isFine = async (on = page): Promise<void> => {
  expect(await faultsOf(on)).toEqual([]);
  expect(await isTooWide(on)).toBe(false);
};

describe('streams', () => {
  it('tell a newcomer how it goes round, and train with sample data in three clicks', async () => {
    await page.getByRole('heading', { name: 'Train your first model' }).waitFor();
    await isFine();
    await page.getByRole('link', { name: 'Create a stream' }).last().click();
    await page.getByRole('radio', { name: /^Sample data/ }).waitFor();
    expect(await page.getByRole('radio', { name: /^Sample data/ }).isChecked()).toBe(true);
    await isFine();
    await button('Create and train').click();
    await page.waitForURL('**/runs/*');
    const [made] = await streams();
    expect(made).toMatchObject({ name: 'Image classification', solution: { key: 'image-classification' } });
    const { items } = await admin.call<{ items: readonly { source: unknown }[] }>('GET /runs');
    expect(items.map(({ source }) => source)).toEqual([{ kind: 'sample', name: 'digits' }]);
  });

  it('show what a training left, whether it may be deployed and why, and who is the champion', async () => {
    const { id } = await named('Image classification');
    await page.goto(`/streams/${id}`);
    await expect
      .poll(() => named('Image classification').then(({ status }) => status), {
        timeout: 180_000,
        interval: 500,
      })
      .toBe('ready-to-deploy');
    await page.getByRole('row', { name: /Succeeded/ }).waitFor();
    await page.getByRole('img', { name: /^Accuracy of 1 models?/ }).waitFor();
    await isFine();
    await page.reload();
    await page.getByRole('row', { name: /Succeeded/ }).waitFor();
    expect(await keyboardFaults(page)).toEqual([]);
    await tab('Models').click();
    const model = page.locator('[data-model="v1.0"]');
    await model.getByText('There is no model before it to compare with', { exact: false }).waitFor();
    await isFine();
    const asked = await titlesOfDialogs();
    await model.getByRole('button', { name: 'Make it the champion' }).click();
    await dialog().getByRole('button', { name: 'Make it the champion' }).click();
    await model.getByText('champion', { exact: true }).waitFor();
    await dialog().waitFor({ state: 'detached' });
    expect(await asked()).toEqual(['Make v1.0 the champion?']);
    const { items } = await admin.call<{ items: readonly unknown[] }>(`GET /streams/${id}/aliases`);
    expect(items).toMatchObject([{ name: 'champion', modelVersion: 'v1.0' }]);
    await model.getByRole('button', { name: 'No longer the champion' }).click();
    await dialog().getByRole('button', { name: 'No longer the champion' }).click();
    await model.getByRole('button', { name: 'Make it the champion' }).waitFor();
  });

  it('are created from the catalogue, with parameters from the JSON Schema of the solution', async () => {
    await page.getByRole('link', { name: 'Solutions' }).click();
    await page.getByRole('heading', { name: 'Object detection' }).waitFor();
    await isFine();
    await page.getByRole('link', { name: 'Object detection', exact: true }).click();
    await heading('Object detection').waitFor();
    await page.getByText('A whole number from 1 to 200').first().waitFor();
    await isFine();
    await page.getByRole('link', { name: 'Create a stream' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('Parts');
    for (const solution of ['Image classification', 'Object detection']) {
      await page.locator('label').filter({ hasText: solution }).click();
      await page.getByRole('radio', { name: new RegExp(`^${solution}`), checked: true }).waitFor();
      await expect.poll(() => page.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('Parts');
    }
    await button('Show').click();
    await page.getByLabel('Epochs').fill('500');
    await page.getByText('Is too great.').waitFor();
    expect(await button('Create only').isDisabled()).toBe(true);
    await page.getByLabel('Epochs').fill('5');
    await page.getByLabel('At least').fill('80');
    await page.getByText('mAP50 must be at least 80%.').waitFor();
    await page.getByLabel('Warning score').fill('60');
    await isFine();
    await button('Create only').click();
    await heading('Parts').waitFor();
    expect(await named('Parts')).toMatchObject({
      parameters: { inputSize: 256, epochs: 5 },
      gate: { metric: 'map50', atLeast: 0.8 },
      warningScore: 0.6,
      status: 'ready-to-train',
    });
  });

  it('are changed, and nobody overwrites what another changed meanwhile', async () => {
    await page.goto(`/streams/${(await named('Parts')).id}/settings`);
    await page.getByLabel('Description').waitFor();
    expect(await keyboardFaults(page)).toEqual([]);
    await page.getByLabel('Description').fill('Parts on the belt');
    const before = await named('Parts');
    await admin.call(
      `PATCH /streams/${before.id}`,
      { warningScore: 0.5 },
      {
        'if-match': `"${before.version}"`,
        'content-type': 'application/merge-patch+json',
      },
    );
    await button('Save').click();
    await page.getByText('Somebody else changed the stream meanwhile').waitFor();
    await button('Take over what holds now').click();
    await expect.poll(() => page.getByLabel('Warning score').inputValue()).toBe('50%');
    await page.getByLabel('Description').fill('Parts on the belt');
    await isFine();
    await button('Save').click();
    await page.getByText('The stream “Parts” is saved.').waitFor();
    expect(await named('Parts')).toMatchObject({
      description: 'Parts on the belt',
      warningScore: 0.5,
    });
  });

  it('train by themselves: a schedule with its next times, conditions, all of it in words', async () => {
    await tab('Trains by itself').click();
    await button('Let it train by itself').click();
    await page.getByLabel('How often').selectOption('Every few hours');
    expect(await page.locator('[data-next-times] li').count()).toBe(3);
    await page.getByLabel('At least so many').fill('25');
    await page.getByText('If there are at least 25 new labels.', { exact: false }).waitFor();
    await page.getByLabel('How often').selectOption('Cron expression');
    const cron = page.getByLabel('Minute, hour, day of month, month, day of week');
    await cron.fill('0 2 30 2 *');
    await page.getByText('Must be five fields that ever come true', { exact: false }).waitFor();
    expect(await button('Save').isDisabled()).toBe(true);
    await cron.fill('15 */6 * * *');
    await isFine();
    await button('Save').click();
    await page.getByText('The stream trains by itself from now on.').waitFor();
    await page.getByText('It has no datasets yet', { exact: false }).waitFor();
    expect((await named('Parts')).trigger).toMatchObject({
      active: true,
      schedule: { cron: '15 */6 * * *' },
      conditions: [{ kind: 'new-labels', atLeast: 25 }],
      gate: { trainer: true },
    });
    await isFine();
    const { trigger } = await named('Parts');
    await button('Change').click();
    await button('Remove').click();
    await dialog().getByRole('button', { name: 'Remove', exact: true }).click();
    await button('Let it train by itself').waitFor();
    const { id, version } = await named('Parts');
    await admin.call(`PUT /streams/${id}/trigger`, { trigger }, { 'if-match': `"${version}"` });
  });

  it('are duplicated without their trigger, found, and deleted only by who types the name', async () => {
    await tab('History').click();
    await page.getByText('Stream trigger set').first().waitFor();
    await isFine();
    await button('Duplicate').click();
    await dialog().getByLabel('Name of the copy').fill('Parts 2');
    await isFine();
    await dialog().getByRole('button', { name: 'Duplicate' }).click();
    await heading('Parts 2').waitFor();
    expect(await named('Parts 2')).toMatchObject({
      trigger: null,
      warningScore: 0.5,
    });
    await page.getByRole('link', { name: 'Streams', exact: true }).click();
    await page.getByRole('searchbox').fill('parts');
    await expect.poll(() => page.locator('tr[data-stream]').count()).toBe(2);
    await isFine();
    await page.getByRole('link', { name: 'Parts 2' }).click();
    await tab('History').click();
    await button('Delete').click();
    const last = dialog().getByRole('button', { name: 'Delete' });
    expect(await last.isDisabled()).toBe(true);
    await dialog()
      .getByLabel(/Type the name/)
      .fill('Parts 2');
    await last.click();
    await page.waitForURL('**/streams');
    expect((await streams()).map(({ name }) => name).sort()).toEqual(['Image classification', 'Parts']);
  });

  it('are read by whoever may only look, on a phone, in Korean', async () => {
    await admin.call('POST /users', { name: 'mina', password: mina.first, role: 'user' });
    const phone = await openPage(browser, system.url, phoneByNight);
    await phone.goto('/streams');
    await signIn(phone, 'mina', mina.first);
    await chooseOwnPassword(phone, mina.first, mina.own);
    await phone.getByRole('link', { name: 'Parts', exact: true }).waitFor();
    expect(await phone.getByRole('link', { name: 'Create a stream' }).count()).toBe(0);
    await phone.addInitScript(() => localStorage.setItem('tutti.language', 'ko'));
    const parts = await named('Parts');
    for (const [path, words] of [
      ['/solutions', ko.solutions.list.sample],
      ['/solutions/object-detection', ko.solutions.page.parameters],
      ['/streams', 'Parts'],
      [`/streams/${parts.id}`, ko.stream.glance.title],
      [`/streams/${parts.id}/models`, ko.stream.models.emptyTitle],
      [`/streams/${parts.id}/trigger`, ko.trigger.title],
      [`/streams/${parts.id}/settings`, ko.stream.settings.readOnly],
      [`/streams/${parts.id}/about`, ko.stream.about.facts],
    ] as const) {
      await phone.goto(path);
      await phone.getByText(words, { exact: false }).first().waitFor();
      await isFine(phone);
    }
    expect(await phone.getByRole('button', { name: ko.stream.header.train }).count()).toBe(0);
    expect(complaintsOf(phone)).toEqual([]);
    await phone.context().close();
  });
});
