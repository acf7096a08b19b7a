import type { Rollout, StoredTemplate } from '@tutti/contracts/deployment';
import type { Model, Stream } from '@tutti/contracts/training';
import { SimulatedDevice, startSystem, type System } from '@tutti/testing';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ko } from '../src/i18n/ko';
import { faultsOf, isTooWide } from './accessibility';
import { complaintsOf, openBrowser, openPage, phoneByNight } from './browser';
import { keyboardFaults } from './keyboard';
import { Caller } from './labelling';
import { importModel } from './model-import';
import { signIn } from './signing-in';

const password = 'staple-horse-battery';

let system: System;
let browser: Browser;
let page: Page;
let admin: Caller;
let model: Model;

const button = (name: string): Locator => page.getByRole('button', { name, exact: true });
const link = (name: string): Locator => page.getByRole('link', { name, exact: true });
const choice = (name: RegExp): Locator => page.getByRole('radio', { name });
const dialog = (): Locator => page.getByRole('dialog');
const heading = (name: string): Locator => page.getByRole('heading', { level: 1, name, exact: true });
const isFine = async (on = page): Promise<void> => {
  expect(await faultsOf(on)).toEqual([]);
  expect(await isTooWide(on)).toBe(false);
};

/** Stages of the preview, with their devices. */
const stages = (): Promise<readonly string[]> =>
  page
    .locator('[data-stage]')
    .evaluateAll((all) => all.map(({ dataset }) => `${dataset['stage']}: ${dataset['devices']}`));
const latest = async (): Promise<Rollout | undefined> =>
  (await admin.call<{ items: readonly Rollout[] }>('GET /rollouts')).items[0];

const join = async (serial: string, memoryBytes = 4_000_000_000): Promise<void> => {
  const wanted = { ttlSeconds: 3600, maxUses: 1, autoAccept: true };
  const { token } = await admin.call<{ token: string }>('POST /enrolment-tokens', wanted);
  const hardware = { arch: 'x64', cpu: 'Simulated', cores: 4, memoryBytes };
  await new SimulatedDevice({ url: system.url, serial }).ask({ token, hardware });
};

beforeAll(async () => {
  const env = { TUTTI_ADMIN_PASSWORD: password };
  [system, browser] = await Promise.all([startSystem({ args: ['--no-agent'], env }), openBrowser()]);
  admin = await Caller.signIn(system.url, 'admin', password);
  for (let number = 1; number <= 12; number++) await join(`cam-${number}`);
  await join('tiny-1', 64_000_000);
  page = await openPage(browser, system.url);
  await page.goto('/rollouts');
  await signIn(page, 'admin', password);
  await heading('Rollouts').waitFor();
  model = await importModel(page, admin, { name: 'Colours', bias: 20 });
});

afterAll(async () => {
  expect(complaintsOf(page)).toEqual([]);
  await browser.close();
  await system.dispose();
});

describe('a rollout', () => {
  it('given none yet, then the page says how one goes, and where to begin', async () => {
    await page.getByText('Bring your first model to the devices').waitFor();
    await isFine();
    await link('Plan a rollout').first().click();
    await page.getByText('Choose a model: then you see').waitFor();
    await page.getByRole('combobox', { name: 'Which model' }).click();
    await page.getByRole('option', { name: /^Colours 1/ }).click();
    await expect.poll(stages).toEqual(['Canary: 1', 'First 10%: 2', 'The rest: 9']);
    await isFine();
  });

  it('given a model that is not there, then that is said', async () => {
    await page.goto('/rollouts/new?model=0190a3e2-7c1f-7b3a-9d61-0123456789ab');
    await page.getByRole('complementary').getByRole('alert').waitFor();
    expect(await button('Plan').isDisabled()).toBe(true);
    await isFine();
  });

  it('given its model, then one sees who gets it in which stage, and who cannot take it', async () => {
    await page.goto(`/models/${model.id}`);
    await link('Roll out').click();
    await heading('Plan a rollout').waitFor();
    await expect.poll(stages).toEqual(['Canary: 1', 'First 10%: 2', 'The rest: 9']);
    await page.locator('[data-reason="memory"]').getByText('tiny-1').waitFor();
    await choice(/^All at once/).check();
    await expect.poll(stages).toEqual(['All devices: 12']);
    await choice(/^Canary, then the rest/).check();
    await choice(/^Picked one by one/).check();
    for (const name of ['cam-2', 'cam-3']) {
      await page.getByRole('combobox', { name: 'Which devices' }).fill(name);
      await page.getByRole('option', { name, exact: true }).click();
    }
    await page.keyboard.press('Escape');
    // Three stages would leave one without a device.
    await expect.poll(stages).toEqual(['Canary: 1', 'The rest: 1']);
    await choice(/^By a filter/).check();
    await page.getByRole('combobox', { name: 'Filter' }).fill('name=like=cam-1*');
    await page.keyboard.press('Enter');
    await expect.poll(stages).toEqual(['Canary: 1', 'First 10%: 1', 'The rest: 2']);
    await page.getByRole('combobox', { name: 'Filter' }).fill('name=lik=cam-1*');
    await page.keyboard.press('Enter');
    await page.locator('#filter-fault').waitFor();
    expect(await button('Plan').isDisabled()).toBe(true);
  });

  it('given stages of its own, then they are edited in a list, and seen at once', async () => {
    await choice(/^All devices/).check();
    await choice(/^My own/).check();
    await button('Add a stage').click();
    const added = page.getByRole('group', { name: 'Stage 3' });
    await added.getByRole('combobox', { name: 'Takes' }).selectOption('count');
    await added.getByRole('textbox', { name: 'Devices' }).fill('4');
    await expect.poll(stages).toEqual(['Canary: 1', 'First 10%: 2', 'Stage 3: 4', 'The rest: 5']);
    await added.getByRole('combobox', { name: 'When passed' }).selectOption('pause');
    await page.getByRole('checkbox', { name: /only in maintenance windows/ }).check();
    await button('Show').click();
    await isFine();
  });

  it('given devices that came while one looked, then it is shown anew and asked again; then it runs', async () => {
    await page.goto(`/rollouts/new?model=${model.id}`);
    await expect.poll(stages).toEqual(['Canary: 1', 'First 10%: 2', 'The rest: 9']);
    expect(await keyboardFaults(page)).toEqual([]);
    const held = Promise.withResolvers<undefined>();
    await page.route('**/rollouts/preview', async (route) => {
      await held.promise;
      await route.continue();
    });
    await join('cam-13');
    await button('Plan').click();
    await page.getByText('The plan has changed').waitFor();
    held.resolve(undefined);
    await expect.poll(stages).toEqual(['Canary: 1', 'First 10%: 2', 'The rest: 10']);
    expect(await faultsOf(page)).toEqual([]);
    await button('Plan').click();
    await dialog().getByText('13 devices get Colours 1').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await dialog().getByRole('button', { name: 'Start' }).click();
    await page.waitForURL(/\/rollouts\/[0-9a-f-]{36}$/);
    const rollout = await latest();
    expect(rollout).toMatchObject({ name: 'Colours 1', status: 'running', excluded: 1 });
    expect(rollout?.groups.map(({ counts }) => counts.devices)).toEqual([1, 2, 10]);
  });

  it('is listed with how far its devices are, and found by name and status', async () => {
    await page.goto('/rollouts');
    const row = page.locator('[data-rollout]');
    await row.locator('[data-rollout-status="running"]').waitFor();
    await row.locator('li[data-part="waiting"][data-devices="12"]').waitFor();
    await row.getByText('admin').waitFor();
    await isFine();
    await page.getByRole('searchbox', { name: 'Search by name' }).fill('colours');
    await row.waitFor();
    await page.getByRole('combobox', { name: 'Status' }).selectOption('finished');
    await page.getByText('No rollout matches').waitFor();
    await button('Show all rollouts').click();
    await row.waitFor();
  });
});

describe('rollouts of new models', () => {
  it('are set up once at their stream, switched off and taken away', async () => {
    const stream = await admin.call<Stream>('POST /streams', {
      name: 'Meters',
      solution: { key: 'image-classification' },
      warningScore: 0.6,
    });
    const stored = (): Promise<StoredTemplate> =>
      admin.call<StoredTemplate>(`GET /rollout-templates/${stream.id}`);
    await page.goto(`/streams/${stream.id}/rollouts`);
    await page.getByText('New models wait for a person').waitFor();
    await button('Set it up').click();
    await isFine();
    await button('Save').click();
    await page.getByText('Saved: new models go out by themselves.').waitFor();
    expect((await stored()).template).toMatchObject({
      active: true,
      target: { kind: 'filter', filter: 'lifecycle==registered' },
      confirmation: { floor: 0.6 },
    });
    await page.getByRole('switch', { name: /New models go out by themselves/ }).setChecked(false);
    await button('Save').click();
    await page.getByText('Saved, and switched off.').waitFor();
    expect((await stored()).template.active).toBe(false);
    await button('Remove').click();
    await dialog().getByRole('button', { name: 'Remove' }).click();
    await page.getByText('New models wait for a person now.').waitFor();
  });

  it('can be used on a phone in Korean', async () => {
    const phone = await openPage(browser, system.url, phoneByNight);
    await phone.addInitScript(() => localStorage.setItem('tutti.language', 'ko'));
    await phone.context().addCookies(await page.context().cookies());
    const shown = [
      ['/rollouts', ko.rollouts.text],
      [`/rollouts/new?model=${model.id}`, ko.rolloutPlan.stages.names.rest],
    ] as const;
    for (const [path, text] of shown) {
      await phone.goto(path);
      await phone.getByText(text).first().waitFor();
      await isFine(phone);
    }
    await phone.context().close();
  });
});
