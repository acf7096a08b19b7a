import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Device } from '@tutti/contracts/devices';
import type { Dataset, ImportJob, Item, LabelSchema } from '@tutti/contracts/datasets';
import { startSystem, type System } from '@tutti/testing';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ko } from '../src/i18n/ko';
import { faultsOf, isTooWide } from './accessibility';
import { complaintsOf, openBrowser, openPage, phoneByNight } from './browser';
import { keyboardFaults } from './keyboard';
import { Caller, pictureOf } from './labelling';
import { signIn } from './signing-in';

const password = 'staple-horse-battery';
const waitsLong = { timeout: 60_000 };

let system: System;
let browser: Browser;
let page: Page;
let admin: Caller;
let dataset: Dataset;
let dir: string;

beforeAll(async () => {
  const env = { TUTTI_ADMIN_PASSWORD: password };
  dir = await mkdtemp(join(tmpdir(), 'tutti-imports-'));
  [system, browser] = await Promise.all([startSystem({ env }), openBrowser()]);
  admin = await Caller.signIn(system.url, 'admin', password);
  const made = { name: 'Castings', task: 'object-detection', classes: [{ name: 'Dent' }] } as const;
  dataset = await admin.dataset({ ...made, classes: [...made.classes] }, 0);
  page = await openPage(browser, system.url);
  await page.goto(`/datasets/${dataset.id}/imports`);
  await signIn(page, 'admin', password);
});

/** The edge of this machine keeps its first pictures, whatever their score, and sends them. */
const framesPerDay = 4;
const letTheEdgeSend = async (): Promise<void> => {
  const device = await vi.waitFor(
    async () => {
      const { items } = await admin.call<{ items: readonly Device[] }>('GET /devices?q=runtime==inferencing');
      const [found] = items;
      if (!found) throw new Error('No edge infers yet.');
      return found;
    },
    { timeout: 60_000, interval: 500 },
  );
  const none = { threshold: null, boxes: null, margin: null, entropy: null };
  const sampling = { ...none, audit: 1, perDay: framesPerDay, bytesPerDay: 100_000_000 };
  const settings = { sampling, warningScore: null };
  await admin.call(`PUT /devices/${device.id}/settings`, settings, { 'if-match': `"${device.version}"` });
};

afterAll(async () => {
  expect(complaintsOf(page)).toEqual([]);
  await browser.close();
  await system.dispose();
  await rm(dir, { recursive: true, force: true });
});

const button = (name: string): Locator => page.getByRole('button', { name, exact: true });
const back = (): Promise<void> => page.getByRole('tab', { name: 'Imports' }).click();
const counts = (text: string): Promise<void> =>
  page.locator('[data-upload-counts]', { hasText: text }).waitFor(waitsLong);
const rows = (): Locator => page.locator('[data-import]');
const jobs = (): Promise<readonly ImportJob[]> =>
  admin
    .call<{ items: readonly ImportJob[] }>(`GET /imports?datasetId=${dataset.id}`)
    .then(({ items }) => items);

/** A file as somebody drags it from another window. */
interface Dragged {
  readonly name: string;
  readonly type: string;
  readonly base64: string;
}

const dragged = async (name: string, number: number): Promise<Dragged> => ({
  name,
  type: 'image/png',
  base64: Buffer.from(await pictureOf(number)).toString('base64'),
});

const drop = async (files: readonly Dragged[]): Promise<void> => {
  const dataTransfer = await page.evaluateHandle((all) => {
    const transfer = new DataTransfer();
    for (const { name, type, base64 } of all) {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      transfer.items.add(new File([bytes], name, { type }));
    }
    return transfer;
  }, files);
  await page.locator('.drop-zone').dispatchEvent('drop', { dataTransfer });
};

/** An archive as another tool wants it, with two classes: our own export of another dataset. */
const yoloZip = async (): Promise<string> => {
  const source = await admin.dataset(
    { name: 'Elsewhere', task: 'object-detection', classes: [{ name: 'Dent' }, { name: 'Scratch' }] },
    6,
  );
  const items: readonly Item[] = await admin.items(source.id);
  for (const [number, { id }] of items.entries()) {
    const classKey = number % 3 === 0 ? 'scratch' : 'dent';
    await admin.label(id, { boxes: [{ classKey, x: 64, y: 48, w: 128, h: 96 }] });
  }
  await admin.call(`POST /datasets/${source.id}/versions`, {});
  const answer = await page.request.get(`/api/v1/datasets/${source.id}/export?format=yolo&version=1`);
  expect(answer.status()).toBe(200);
  const path = join(dir, 'elsewhere.zip');
  await writeFile(path, await answer.body());
  return path;
};

describe('pictures come into a dataset', () => {
  it('dropped: each once, the same again known, what is no picture listed with why', async () => {
    await page.getByText('Nothing was imported yet').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('link', { name: 'Pictures from this computer' }).click();
    const pictures = await Promise.all(
      [0, 1, 2, 3, 4].map((number) => dragged(`${number}.png`, 100 + number)),
    );
    const again = await dragged('again.png', 100);
    const notes = { name: 'notes.txt', type: 'text/plain', base64: 'eA==' };
    await drop([...pictures, again, notes]);
    await page.getByText('Done. Some files were not taken; they are listed below.').waitFor(waitsLong);
    await counts('5 added · 1 known already · 1 not taken');
    const refused = page.getByRole('region', { name: '1 file was not taken' });
    await refused.getByRole('row', { name: 'notes.txt Not a JPEG, PNG or WebP picture' }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    expect(await jobs()).toMatchObject([{ state: 'finished', counts: { added: 5, known: 1, refused: 0 } }]);
  });

  it('as a whole folder, with what lies below it', async () => {
    const folder = join(dir, 'shift-two');
    await mkdir(join(folder, 'night'), { recursive: true });
    await writeFile(join(folder, 'known.png'), await pictureOf(101));
    await writeFile(join(folder, 'night', 'new.png'), await pictureOf(110));
    await writeFile(join(folder, 'night', 'torn.png'), 'no picture at all');
    await page.locator('input[webkitdirectory]').setInputFiles(folder);
    await counts('1 added · 1 known already · 1 not taken');
    const torn = page.getByRole('row', { name: /torn\.png The picture is not acceptable/ });
    await torn.waitFor();
    expect(new Set((await admin.items(dataset.id)).map(({ fileName }) => fileName))).toContain('new.png');
  });

  it('over a cut of the line, without a loss, while another page is looked at', async () => {
    const many = await Promise.all(Array.from({ length: 60 }, (_, n) => dragged(`m${n}.png`, 120 + n)));
    await drop(many);
    await page.getByText('Sending…').waitFor();
    await page.context().setOffline(true);
    await page.getByText('It goes on by itself…').first().waitFor(waitsLong);
    await page.context().setOffline(false);
    await page.getByRole('tab', { name: 'Versions' }).click();
    await page.getByText('Nothing is frozen yet').waitFor();
    await back();
    await page.getByText('All is there.').waitFor(waitsLong);
    expect(await admin.items(dataset.id)).toHaveLength(66);
  });

  it('cancelled: what was taken stays, and nothing more comes', async () => {
    await page.getByRole('link', { name: 'Pictures from this computer' }).click();
    const many = await Promise.all(Array.from({ length: 60 }, (_, n) => dragged(`c${n}.png`, 180 + n)));
    await drop(many);
    await page.getByText('Sending…').waitFor();
    await button('Pause').click();
    await page.getByText('Paused', { exact: true }).waitFor();
    await button('Cancel').click();
    await page.getByText('Cancelled. What was taken stays.').waitFor();
    await expect.poll(async () => (await jobs())[0]?.state).toBe('cancelled');
    expect((await admin.items(dataset.id)).length).toBeLessThan(126);
    await back();
    await rows().first().getByText('Cancelled', { exact: true }).waitFor();
  });
});

describe('an archive of another tool', () => {
  it('is tried first: refused with why where its classes are not known here, and what would come where they are added', async () => {
    const path = await yoloZip();
    await page.getByRole('link', { name: 'An archive with labels' }).click();
    await page.locator('.drop-zone').locator('xpath=..').locator('input[type=file]').setInputFiles(path);
    await page.getByText('elsewhere.zip is uploaded.').waitFor(waitsLong);
    await button('Check first').click();
    const found = page.getByRole('region', { name: 'What an import would do' });
    await found.getByText('It failed: Some classes are not in the label schema').waitFor(waitsLong);
    await found.getByText('let new classes be added').waitFor();
    await found.getByText('Scratch (2 labels)').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.getByLabel('Add classes that the dataset lacks').check();
    await page.getByText('The options have changed since').waitFor();
    await button('Check again').click();
    await found.getByText('Found: YOLO').waitFor(waitsLong);
    await found.locator('[data-would-be="added"]', { hasText: '6' }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    const schema = await admin.call<LabelSchema>(`GET /label-schemas/${dataset.labelSchemaId}`);
    expect(schema.classes.map(({ key }) => key)).toEqual(['dent']);
  });

  it('is imported then, with its labels and classes, and the report says what it met', async () => {
    await button('Import').click();
    const row = rows().first();
    await row.getByText('Finished').waitFor(waitsLong);
    await row.getByText('6 added · 6 labelled').waitFor(waitsLong);
    await row.getByRole('button', { name: /^Report of the import/ }).click();
    const report = page.getByRole('dialog');
    await report.getByText('elsewhere.zip · YOLO').waitFor();
    await report.getByText('1 class that the dataset lacked').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.keyboard.press('Escape');
    const schema = await admin.call<LabelSchema>(`GET /label-schemas/${dataset.labelSchemaId}`);
    expect(schema.classes.map(({ name }) => name)).toEqual(['Dent', 'Scratch']);
    const labelled = await admin.items(dataset.id, 'state==labelled');
    expect(labelled).toHaveLength(6);
    expect(labelled.every(({ label }) => label?.by === 'import')).toBe(true);
  });
});

describe('what edges have seen', () => {
  it('is looked at before it is imported, with what the model said', async () => {
    await letTheEdgeSend();
    await page.getByRole('link', { name: 'What edges have seen' }).click();
    await page.locator(`[data-frame-count="${framesPerDay}"]`).waitFor(waitsLong);
    const preview = page.getByRole('list', { name: 'What would be imported' }).getByRole('img');
    await expect.poll(() => preview.count()).toBe(framesPerDay);
    expect(await faultsOf(page)).toEqual([]);
    await page.getByLabel('Score from, %').fill('90');
    await page.getByLabel('Score up to, %').fill('80');
    await page.getByText('The lower score must come first.').waitFor();
    await button('Import').waitFor({ state: 'detached' });
    await page.getByLabel('Score from, %').fill('');
    await page.getByLabel('Score up to, %').fill('0');
    await page.getByText('No edge has sent a picture like that.').waitFor(waitsLong);
    await page.getByLabel('Score up to, %').fill('100');
    await page.locator(`[data-frame-count="${framesPerDay}"]`).waitFor(waitsLong);
    await button('Import').click();
    const row = rows().first();
    await row.getByText('From edges').waitFor(waitsLong);
    await row.getByText(`${framesPerDay} added`).waitFor(waitsLong);
    const items = await admin.items(dataset.id, 'source==device');
    expect(items).toHaveLength(framesPerDay);
    expect(items.every(({ prediction, label }) => prediction !== null && label === null)).toBe(true);
  });
});

describe('the list of imports', () => {
  it('shows by itself what others begin, and cancels it', async () => {
    const source = { kind: 'upload' };
    const { id } = await admin.call<ImportJob>('POST /imports', { datasetId: dataset.id, source });
    const row = page.locator(`[data-import="${id}"]`);
    await row.getByText('Running').waitFor(waitsLong);
    await row.getByRole('button', { name: /^Cancel the import/ }).click();
    await row.getByText('Cancelled', { exact: true }).waitFor(waitsLong);
  });

  it('can be used by keyboard alone, and on a phone in Korean', async () => {
    await page.reload();
    await rows().first().waitFor();
    expect(await keyboardFaults(page)).toEqual([]);
    const phone = await openPage(browser, system.url, phoneByNight);
    await phone.addInitScript(() => localStorage.setItem('tutti.language', 'ko'));
    await phone.context().addCookies(await page.context().cookies());
    const texts = {
      imports: ko.imports.list.title,
      'imports/pictures': ko.imports.pictures.drop,
      'imports/archive': ko.imports.archive.drop,
      'imports/edges': ko.imports.edges.preview,
    };
    for (const [path, text] of Object.entries(texts)) {
      await phone.goto(`/datasets/${dataset.id}/${path}`);
      await phone.getByText(text).first().waitFor();
      expect(await faultsOf(phone)).toEqual([]);
      expect(await isTooWide(phone)).toBe(false);
    }
    await phone.context().close();
  });
});
