import { startSystem, type System } from '@tutti/testing';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shortSerial } from '../src/lib/short';
import { faultsOf, isTooWide } from './accessibility';
import { complaintsOf, openBrowser, openPage, phoneByNight } from './browser';
import { chooseOwnPassword, signIn } from './signing-in';

const own = 'staple-horse-battery';
const waitsLong = { timeout: 30_000 };

let system: System;
let browser: Browser;
let page: Page;
let deviceId: string;

interface Result {
  readonly label: string;
  readonly imageUrl: string | null;
  readonly score: number;
}

const json = async <Body>(path: string): Promise<Body> =>
  (await page.request.get(path)).json() as Promise<Body>;

beforeAll(async () => {
  [system, browser] = await Promise.all([startSystem(), openBrowser()]);
  page = await openPage(browser, system.url);
  const oneTime = system.firstPassword;
  await page.goto('/edges');
  await signIn(page, 'admin', oneTime);
  await chooseOwnPassword(page, oneTime, own);
  await page.locator('[data-badge="inferencing"]').first().waitFor(waitsLong);
  const { items } = await json<{ items: readonly { id: string }[] }>('/api/v1/devices');
  deviceId = items[0]?.id ?? '';
});

afterAll(async () => {
  expect(complaintsOf(page)).toEqual([]);
  await browser.close();
  await system.dispose();
});

/** A picture that the device has judged, and what it said. */
const knownPicture = async (): Promise<{ readonly bytes: Buffer; readonly label: string }> => {
  let found: Result | undefined;
  await expect
    .poll(async () => {
      const { items } = await json<{ items: readonly Result[] }>('/api/v1/inferences?q=score=ge=0.99');
      return (found = items.find(({ imageUrl }) => imageUrl !== null));
    }, waitsLong)
    .toBeDefined();
  const picture = await page.request.get(found?.imageUrl ?? '');
  return { bytes: await picture.body(), label: found?.label ?? '' };
};

/** As a hand does it: a file from outside falls onto the zone. */
const drop = async (bytes: Buffer, type: string): Promise<void> => {
  const transfer = await page.evaluateHandle(
    ({ base64, media }) => {
      const content = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const data = new DataTransfer();
      data.items.add(new File([content], 'photo', { type: media }));
      return data;
    },
    { base64: bytes.toString('base64'), media: type },
  );
  await page.dispatchEvent('.drop-zone', 'drop', { dataTransfer: transfer });
};

const tab = (name: string) => page.getByRole('tab', { name });
const row = (what: string) => page.getByRole('row').filter({ hasText: what });
const act = async (name: string): Promise<void> => {
  await page.getByRole('button', { name: 'Actions' }).click();
  await page.getByRole('menuitem', { name }).click();
  await page.getByRole('dialog').getByRole('button', { name }).click();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
};

describe('an edge is told to do something (S2-5)', () => {
  it('judges a picture that is dropped onto its page', async () => {
    const { bytes, label } = await knownPicture();
    await page.goto(`/edges/${deviceId}`);
    await tab('Try a picture').click();
    await page.locator('.drop-zone').waitFor();
    await drop(bytes, 'image/jpeg');
    await page.locator('[data-answer]', { hasText: label }).waitFor(waitsLong);
    const image = page.getByRole('img', { name: `Your picture, predicted ${label}` });
    await expect
      .poll(() => image.evaluate((one) => (one as HTMLImageElement).naturalWidth))
      .toBeGreaterThan(0);
    expect(await faultsOf(page)).toEqual([]);
    await page.reload();
    await page.locator('[data-answer]', { hasText: label }).waitFor(waitsLong);
  });

  it('says at once what is no picture, and takes one from the keyboard', async () => {
    await drop(Buffer.from('no picture'), 'text/plain');
    await page.getByRole('alert').getByText('It must be a JPEG, PNG or WebP picture.').waitFor();
    expect(await page.locator('[data-answer]').count()).toBe(0);
    const { bytes, label } = await knownPicture();
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Choose a picture' }).press('Enter');
    await (await chooser).setFiles({ name: 'photo.jpg', mimeType: 'image/jpeg', buffer: bytes });
    await page.getByRole('alert').waitFor({ state: 'hidden' });
    await page.locator('[data-answer]', { hasText: label }).waitFor(waitsLong);
  });

  it('takes no other picture’s answer for that of one that the server refuses', async () => {
    await drop(Buffer.from('no picture'), 'image/jpeg');
    await page.getByRole('alert').getByText('The picture is not acceptable').waitFor();
    expect(await page.locator('[data-answer]').count()).toBe(0);
    expect(new URL(page.url()).searchParams.get('command')).toBe(null);
  });

  it('sends its log, loads its model again and starts again; the list says so by itself', async () => {
    await act('Collect the log');
    const log = row('Collect the log').locator('a');
    await log.waitFor(waitsLong);
    const lines = await (await page.request.get((await log.getAttribute('href')) ?? '')).text();
    expect(lines).toContain('Connected to');
    expect(lines).not.toMatch(/eyJ[\w-]{20}/);
    await act('Load the model again');
    await row('Load the model again').locator('[data-status="succeeded"]').waitFor(waitsLong);
    await act('Restart the agent');
    await row('Restart the agent').locator('[data-status="succeeded"]').waitFor({ timeout: 60_000 });
    expect(await faultsOf(page)).toEqual([]);
  });

  it('is told of in the log by names, not by ids', async () => {
    const { name } = await json<{ name: string }>(`/api/v1/devices/${deviceId}`);
    await page.goto('/events?aggregate=device-command');
    const issued = page.locator('[data-event$="CommandIssued"]').first();
    await issued.getByText(`Restart the agent · ${shortSerial(name)}`).waitFor();
    await issued.getByText('by admin', { exact: true }).waitFor();
    const command = (await issued.locator('[title]').first().getAttribute('title')) ?? '';
    expect(command).toMatch(/^[\w-]{20,}$/);
    expect(await issued.innerText()).not.toContain(command);
    await issued.getByRole('button').click();
    await issued.getByText(`devices/device-command/${command}`).waitFor();
  });

  it('fits a phone at night', async () => {
    const phone = await openPage(browser, system.url, phoneByNight);
    await phone.goto('/edges');
    await signIn(phone, 'admin', own);
    await phone.getByRole('heading', { level: 1, name: 'Edges' }).waitFor();
    for (const path of ['try', 'commands']) {
      await phone.goto(`/edges/${deviceId}/${path}`);
      await phone.getByRole('tab', { selected: true }).waitFor();
      expect(await isTooWide(phone)).toBe(false);
      expect(await faultsOf(phone)).toEqual([]);
    }
    expect(complaintsOf(phone)).toEqual([]);
  });
});
