import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Model, Run, Stream } from '@tutti/contracts/training';
import { SimulatedDevice, startSystem, type System } from '@tutti/testing';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ko } from '../src/i18n/ko';
import { faultsOf, isTooWide } from './accessibility';
import { complaintsOf, openBrowser, openPage, phoneByNight } from './browser';
import { keyboardFaults } from './keyboard';
import { Caller } from './labelling';
import { signIn } from './signing-in';

const password = 'staple-horse-battery';
/** The first training looks at fifteen hundred pictures; on a busy machine that takes minutes. */
const waitsLong = { timeout: 400_000 };
const trainsWithin = 420_000;

let system: System;
let browser: Browser;
let page: Page;
let admin: Caller;
let stream: Stream;
let dir: string;

/** Trains the stream with the data that its solution brings; another seed, another model. */
const train = (seed: number): Promise<Run> =>
  admin.call<Run>('POST /runs', {
    streamId: stream.id,
    source: { kind: 'sample', name: 'digits' },
    seed,
  });
const runOf = (id: string): Promise<Run> => admin.call<Run>(`GET /runs/${id}`);

/** Once it has ended well and its model is registered. */
const trained = (id: string): Promise<string> =>
  vi.waitFor(
    async () => {
      const { modelId, failure } = await runOf(id);
      expect(failure).toBeNull();
      if (modelId === null) throw new Error('There is no model yet.');
      return modelId;
    },
    { ...waitsLong, interval: 1_000 },
  );

beforeAll(async () => {
  const env = { TUTTI_ADMIN_PASSWORD: password };
  dir = await mkdtemp(join(tmpdir(), 'tutti-training-'));
  [system, browser] = await Promise.all([
    startSystem({ args: ['--no-agent'], env, trainer: true }),
    openBrowser(),
  ]);
  admin = await Caller.signIn(system.url, 'admin', password);
  stream = await admin.call<Stream>('POST /streams', {
    name: 'Meters',
    solution: { key: 'image-classification' },
  });
  page = await openPage(browser, system.url);
  await page.goto('/models');
  await signIn(page, 'admin', password);
});

afterAll(async () => {
  expect(complaintsOf(page)).toEqual([]);
  await browser.close();
  await system.dispose();
  await rm(dir, { recursive: true, force: true });
});

const button = (name: string): Locator => page.getByRole('button', { name, exact: true });
const tab = (name: string): Locator => page.getByRole('tab', { name, exact: true });
const dialog = (): Locator => page.getByRole('dialog');
const region = (name: string): Locator => page.getByRole('region', { name, exact: true });
const heading = (name: string): Locator => page.getByRole('heading', { level: 1, name, exact: true });
const isFine = async (on = page): Promise<void> => {
  expect(await faultsOf(on)).toEqual([]);
  expect(await isTooWide(on)).toBe(false);
};
let first: string;
let second: string;

describe('training', () => {
  it('is watched live to its end: steps, curves, log, what came out', { timeout: trainsWithin }, async () => {
    await heading('Models').waitFor();
    await isFine();
    const run = await train(1);
    await page.goto(`/runs/${run.id}`);
    await heading('Training of Meters').waitFor();
    await page.locator('[data-curve="loss"] canvas').waitFor(waitsLong);
    await page.locator('[data-run-state="succeeded"]').waitFor(waitsLong);
    first = await trained(run.id);
    await page.getByRole('link', { name: 'Open the model' }).waitFor();
    const states = await page
      .locator('[data-step]')
      .evaluateAll((all) => all.map(({ dataset }) => `${dataset['step']}: ${dataset['state']}`));
    expect(states.length).toBeGreaterThan(3);
    // There is no model before the first to compare it with.
    expect(states.filter((state) => !state.endsWith(': finished'))).toEqual(['compare: skipped']);
    const { metrics } = await runOf(run.id);
    const accuracy = `${Math.round((metrics?.accuracy ?? 0) * 1_000) / 10}%`;
    await page.locator('[data-metric="accuracy"]').getByText(accuracy, { exact: true }).waitFor();
    await region('What it is').getByText('Sample data “digits”').waitFor();
    const log = page.getByRole('log', { name: 'Log' });
    const all = await log.locator('.log-line').count();
    expect(all).toBeGreaterThan(3);
    await page.getByRole('searchbox', { name: 'Search the log' }).fill('zebra');
    await page.getByText('No line says that.').waitFor();
    await page.getByRole('searchbox', { name: 'Search the log' }).fill('');
    expect(await log.locator('.log-line').count()).toBe(all);
    await isFine();
  });

  it('leaves a model whose card says what it is, how good, signed by whom, and whether it may be deployed', async () => {
    await page.getByRole('link', { name: 'Open the model' }).click();
    await heading('Meters v1.0').waitFor();
    await page.locator('[data-gate]').waitFor();
    await region('May it be deployed?').getByText('There is no model before it').waitFor();
    const { artifact } = await admin.call<Model>(`GET /models/${first}`);
    await region('What it is').getByText(artifact.digest.slice(0, 10)).waitFor();
    await page.locator('[data-signed]').waitFor(waitsLong);
    await isFine();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download' }).click(),
    ]);
    const bytes = await readFile(await download.path());
    expect(bytes.length).toBe(artifact.bytes);
    await writeFile(join(dir, 'elsewhere.onnx'), bytes);
  });

  it('tells what is taken for what: by pointer, by arrow keys, and in words', async () => {
    await tab('How well it does').click();
    const matrix = page.getByRole('application', { name: /^Confusion matrix of 10 classes/ });
    await matrix.waitFor();
    await isFine();
    await matrix.focus();
    await page.keyboard.press('ArrowRight');
    const said = page.locator('.matrix-said');
    await expect.poll(() => said.textContent()).toMatch(/^Truth 0, predicted 1: \d+/);
    await page.keyboard.press('Enter');
    await button('All examples').click();
    const pair = page.getByRole('list', { name: 'Most often confused' }).getByRole('button').first();
    await pair.click();
    expect(await pair.getAttribute('aria-pressed')).toBe('true');
    await button('All examples').click();
    const examples = page.getByRole('list', { name: 'Worst examples' }).getByRole('img');
    await expect.poll(() => examples.count()).toBeGreaterThan(5);
    await examples.first().scrollIntoViewIfNeeded();
    const width = (): Promise<number> =>
      examples.first().evaluate((image) => (image instanceof HTMLImageElement ? image.naturalWidth : 0));
    await expect.poll(width).toBeGreaterThan(10);
    const classes = region('How well the model does, class by class');
    await classes.getByRole('button', { name: 'Sort by Class' }).click();
    const names = await classes.getByRole('rowheader').allTextContents();
    expect(names).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
    await isFine();
  });

  it('is traced back, from the file that a device runs', async () => {
    const { artifact } = await admin.call<Model>(`GET /models/${first}`);
    await page.goto(`/models/by-digest/${artifact.digest}`);
    await heading('Meters v1.0').waitFor();
    await tab('Lineage').click();
    await page.getByText(artifact.digest).waitFor();
    await page.getByRole('link', { name: /^Run of / }).waitFor();
    await page.getByText('Sample data that comes with the solution').waitFor();
    await isFine();
    await page.goto(`/models/by-digest/${'0'.repeat(64)}`);
    await page.getByText('No model has this file').waitFor();
  });

  it('is traced back from what a device predicted', async () => {
    const { artifact } = await admin.call<Model>(`GET /models/${first}`);
    const wanted = { ttlSeconds: 3600, maxUses: 1, autoAccept: true };
    const { token } = await admin.call<{ token: string }>('POST /enrolment-tokens', wanted);
    const device = new SimulatedDevice({ url: system.url, serial: 'meter-1' });
    const { id } = await device.ask({ token });
    const connection = await device.connect();
    const model = {
      name: 'Meters',
      version: 'v1.0',
      digest: artifact.digest,
      task: 'classification',
    } as const;
    await device.publish(connection, 'inference', [device.inference({ model })]);
    await connection.close();
    await page.goto(`/edges/${id}`);
    await page.getByRole('list', { name: 'Results' }).getByRole('button').first().click();
    await dialog().getByText('Probabilities').waitFor();
    await isFine();
    await dialog().getByRole('link', { name: 'Meters v1.0' }).click();
    await heading('Meters v1.0').waitFor();
    expect(new URL(page.url()).pathname).toBe(`/models/${first}`);
  });

  it('is stopped: asked for, then said, with the reason kept', async () => {
    const run = await train(2);
    await page.goto(`/runs/${run.id}`);
    await button('Cancel the run').click();
    await dialog().getByRole('textbox', { name: 'Reason' }).fill('Wrong stream');
    expect(await faultsOf(page)).toEqual([]);
    await dialog().getByRole('button', { name: 'Cancel the run' }).click();
    await page.locator('[data-run-state="cancelled"]').waitFor();
    await page.getByText('The run was cancelled').waitFor();
    expect(await runOf(run.id)).toMatchObject({ state: 'cancelled', modelId: null });
  });

  it(
    'given another model, then both stand beside each other, judged on the same pictures',
    { timeout: trainsWithin },
    async () => {
      second = await trained((await train(3)).id);
      await page.goto(`/models/compare?a=${first}&b=${second}`);
      await page.locator('[data-same]').waitFor();
      const changes = region('Recall, class by class').getByRole('rowheader');
      await expect.poll(() => changes.count()).toBe(10);
      await expect.poll(() => page.getByRole('application').count()).toBe(2);
      await isFine();
      await page.goto(`/models/${second}`);
      await region('Metrics').getByRole('columnheader', { name: 'The one before' }).waitFor();
    },
  );

  it('bears names that move from model to model, with their history', async () => {
    await button('Set an alias').click();
    await dialog().getByRole('textbox', { name: 'Alias' }).fill('Champion 1');
    await dialog().getByRole('button', { name: 'Set', exact: true }).click();
    await dialog().getByText('Small letters, digits and - only').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await dialog().getByRole('textbox', { name: 'Alias' }).fill('champion');
    await dialog().getByRole('button', { name: 'Set', exact: true }).click();
    await page.locator('[data-alias="champion"]').waitFor();
    await page.goto(`/models/${first}`);
    await button('Set an alias').click();
    await dialog().getByRole('textbox', { name: 'Alias' }).fill('champion');
    await dialog().getByText('“champion” is v1.1 now.').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await dialog().getByRole('button', { name: 'Set', exact: true }).click();
    await page.locator('[data-alias="champion"]').waitFor();
    await button('History').click();
    await expect
      .poll(() => dialog().getByRole('listitem').allTextContents())
      .toEqual([expect.stringContaining('v1.0'), expect.stringContaining('v1.1')]);
  });
});

describe('import of a model', () => {
  const drop = async (path: string): Promise<void> => {
    await page.goto('/models/import');
    await page.locator('input[type="file"]').setInputFiles(path);
  };

  it('given what is no model, then it is refused in words', async () => {
    const path = join(dir, 'notes.onnx');
    await writeFile(path, 'no model at all');
    await drop(path);
    await button('Import').click();
    await page.getByText('The file is no model that can be taken').waitFor();
    await isFine();
    await button('Take another file').click();
    await page.locator('input[type="file"]').setInputFiles({
      name: 'notes.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('x'),
    });
    await page.getByText('This is no ONNX file').waitFor();
  });

  it('given an ONNX file, then it is sent, looked at, and listed', async () => {
    await drop(join(dir, 'elsewhere.onnx'));
    await page.getByRole('textbox', { name: 'Name' }).fill('From elsewhere');
    await button('Import').click();
    await region('From elsewhere 1 is imported').getByText('Classification').waitFor();
    await isFine();
    await page.getByRole('link', { name: 'Open the model' }).click();
    await heading('From elsewhere 1').waitFor();
    await page.getByText('models that were imported have no gate').waitFor();
    await page.getByRole('link', { name: 'All models' }).click();
    await page.getByText('Imported', { exact: true }).first().click();
    await expect.poll(() => page.getByRole('row').count()).toBe(2);
    await isFine();
  });

  it('can be used by keyboard alone, and on a phone in Korean', async () => {
    await page.goto(`/models/${first}/evaluation`);
    await page.getByRole('application').waitFor();
    expect(await keyboardFaults(page)).toEqual([]);
    const phone = await openPage(browser, system.url, phoneByNight);
    await phone.addInitScript(() => localStorage.setItem('tutti.language', 'ko'));
    await phone.context().addCookies(await page.context().cookies());
    const { origin } = await admin.call<Model>(`GET /models/${first}`);
    const run = origin.kind === 'run' ? origin.runId : '';
    const shown = [
      [`/runs/${run}`, ko.runs.steps.title],
      ['/models', ko.models.text],
      [`/models/${first}`, ko.models.gate.title],
      [`/models/${first}/evaluation`, ko.models.confusion.title],
      [`/models/${first}/lineage`, ko.models.lineage.title],
      ['/models/import', ko.models.import.text],
      [`/models/compare?a=${first}&b=${second}`, ko.models.compare.confusions],
    ] as const;
    for (const [path, text] of shown) {
      await phone.goto(path);
      await phone.getByText(text, { exact: true }).first().waitFor();
      await isFine(phone);
    }
    const widths = (): Promise<readonly number[]> =>
      phone.locator('.matrix svg').evaluateAll((all) => all.map((one) => one.clientWidth));
    await expect.poll(async () => (await widths()).map((width) => width > 200)).toEqual([true, true]);
    await phone.context().close();
  });
});
