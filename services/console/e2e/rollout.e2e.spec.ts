import type { Rollout } from '@tutti/contracts/deployment';
import type { Device } from '@tutti/contracts/devices';
import type { Model } from '@tutti/contracts/training';
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
const waitsLong = { timeout: 30_000 };

let system: System;
let browser: Browser;
let page: Page;
let admin: Caller;
let camera: Device;
let silent: SimulatedDevice;
let models: readonly Model[];

const button = (name: string): Locator => page.getByRole('button', { name, exact: true });
const dialog = (): Locator => page.getByRole('dialog');
const region = (name: string): Locator => page.getByRole('region', { name, exact: true });
const status = (wanted: string): Promise<void> =>
  page.locator(`[data-rollout-status="${wanted}"]`).first().waitFor(waitsLong);
const isFine = async (on = page): Promise<void> => {
  expect(await faultsOf(on)).toEqual([]);
  expect(await isTooWide(on)).toBe(false);
};
/** Presses a button of the page, and the same in the dialog that asks. */
const confirm = async (name: string, answer = name): Promise<void> => {
  await button(name).click();
  await dialog().getByRole('button', { name: answer, exact: true }).click();
  await dialog().waitFor({ state: 'hidden' });
};

/** A model that is the surer the greater `bias` is. */
const colours = (bias: number): Promise<Model> => importModel(page, admin, { name: 'Colours', bias });

const group = {
  name: 'All',
  size: { kind: 'percent', percent: 100 },
  successPercent: 100,
  onSuccess: 'next-group',
  error: { kind: 'count', count: 1 },
};

/** One group, a short trial, a score of at least a half. */
const plan = async (
  name: string,
  model: Model | undefined,
  deviceIds: readonly string[],
): Promise<string> => {
  const confirmation = {
    results: 3,
    minutes: 5,
    floor: 0.5,
    whenSilent: 'roll-back',
  };
  const target = { kind: 'devices', deviceIds };
  const body = {
    name,
    modelId: model?.id,
    target,
    groups: [group],
    confirmation,
  };
  const { id } = await admin.call<Rollout>('POST /rollouts', body);
  await page.goto(`/rollouts/${id}`);
  return id;
};

const joined = async (serial: string): Promise<SimulatedDevice> => {
  const wanted = { ttlSeconds: 3600, maxUses: 1, autoAccept: true };
  const { token } = await admin.call<{ token: string }>('POST /enrolment-tokens', wanted);
  const device = new SimulatedDevice({ url: system.url, serial });
  await device.ask({ token, agentVersion: camera.agentVersion });
  return device;
};

beforeAll(async () => {
  [system, browser] = await Promise.all([
    startSystem({ env: { TUTTI_ADMIN_PASSWORD: password } }),
    openBrowser(),
  ]);
  admin = await Caller.signIn(system.url, 'admin', password);
  page = await openPage(browser, system.url);
  await page.goto('/edges');
  await signIn(page, 'admin', password);
  await page.locator('[data-badge="inferencing"]').first().waitFor(waitsLong);
  const { items } = await admin.call<{ items: readonly Device[] }>('GET /devices');
  if (!items[0]) throw new Error('No device has joined.');
  camera = items[0];
  silent = await joined('silent-1');
  models = [await colours(20), await colours(30), await colours(0)];
});

afterAll(async () => {
  expect(complaintsOf(page)).toEqual([]);
  await browser.close();
  await system.dispose();
});

describe('a rollout', () => {
  it('is started, watched on its device, and ends when the device has confirmed', async () => {
    await plan('First', models[0], [camera.id]);
    await status('ready');
    await isFine();
    await confirm('Start now');
    await status('finished');
    await page.locator('[data-group="0"][data-group-status="passed"]').waitFor();
    const row = page.locator(`[data-device="${camera.id}"]`);
    await row.locator('[data-deployment="confirmed"]').waitFor();
    await isFine();
    await row.getByRole('button').click();
    await dialog().locator('[data-moment="DeploymentConfirmed"]').waitFor();
    const steps = await dialog().locator('[data-moment]').allTextContents();
    expect(steps.join()).toContain('Digest and signature hold');
    expect(await faultsOf(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'hidden' });
    expect(await keyboardFaults(page)).toEqual([]);
  });

  it('is paused and resumed; a device that does not answer is given up by hand', async () => {
    await plan('Second', models[1], [camera.id, silent.id ?? '']);
    await confirm('Start now');
    await page.locator(`[data-device="${camera.id}"] [data-deployment="confirmed"]`).waitFor(waitsLong);
    await confirm('Pause');
    await status('paused');
    await page.locator('[data-notice="person"]').waitFor();
    await isFine();
    await confirm('Resume');
    await status('running');
    const row = page.locator(`[data-device="${silent.id ?? ''}"]`);
    await row.getByRole('button').click();
    await dialog().getByRole('button', { name: 'Cancel', exact: true }).click();
    await page.getByRole('button', { name: 'Cancel it', exact: true }).click();
    await dialog().locator('[data-deployment="cancelled"]').waitFor(waitsLong);
    await page.keyboard.press('Escape');
    await status('finished');
  });

  it('says why it is paused when devices fail, and what to do next', async () => {
    await plan('Third', models[2], [camera.id]);
    await confirm('Start now');
    const notice = page.locator('[data-notice="errors"]');
    await notice.getByText('1 of 1 device of “All” failed').waitFor(waitsLong);
    await notice.getByText('Its scores are too low: 1').waitFor();
    await region('Why devices failed').getByRole('button', { name: 'Show the device' }).click();
    await page.locator(`[data-device="${camera.id}"] [data-deployment="rolled-back"]`).waitFor();
    const devices = page.getByRole('heading', { name: 'Devices', exact: true });
    expect(await devices.evaluate((element) => element === document.activeElement)).toBe(true);
    await isFine();
    await button('All reasons').click();
    await button('All reasons').waitFor({ state: 'hidden' });
    await button('Stop').click();
    await dialog().getByRole('textbox', { name: 'Reason' }).fill('It cannot tell');
    await dialog().getByRole('button', { name: 'Stop', exact: true }).click();
    await status('stopped');
    await page.getByText('Reason: It cannot tell').waitFor();
  });
});

describe('an edge', () => {
  it('says what ran on it when, and goes back to an earlier model in two clicks', async () => {
    await page.goto(`/edges/${camera.id}/models`);
    await page.locator('[data-installation="3"]').first().waitFor();
    await page.locator('[data-installation="2"][data-current]').waitFor();
    await isFine();
    await confirm('Roll back to Colours 1', 'Roll back');
    await page.waitForURL(/\/rollouts\//);
    await status('finished');
    await page.goto(`/edges/${camera.id}/models`);
    await page.locator('[data-installation="1"][data-current]').waitFor(waitsLong);
  });

  it('shows all of it on a phone in Korean', async () => {
    const { items } = await admin.call<{ items: readonly Rollout[] }>('GET /rollouts');
    const phone = await openPage(browser, system.url, phoneByNight);
    await phone.addInitScript(() => localStorage.setItem('tutti.language', 'ko'));
    await phone.context().addCookies(await page.context().cookies());
    const shown = [
      [`/rollouts/${items[0]?.id ?? ''}`, ko.rollout.policy.title],
      [`/edges/${camera.id}/models`, ko.deployments.edge.installed],
    ] as const;
    for (const [path, text] of shown) {
      await phone.goto(path);
      await phone.getByText(text, { exact: true }).first().waitFor();
      await isFine(phone);
    }
    expect(complaintsOf(phone)).toEqual([]);
    await phone.context().close();
  });
});
