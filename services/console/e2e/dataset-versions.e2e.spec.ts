import { readFile } from 'node:fs/promises';
import type { Dataset, DatasetVersion, VersionStatistics } from '@tutti/contracts/datasets';
import { startSystem, type System } from '@tutti/testing';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ko } from '../src/i18n/ko';
import { faultsOf, isTooWide } from './accessibility';
import { complaintsOf, openBrowser, openPage, phoneByNight } from './browser';
import { keyboardFaults } from './keyboard';
import { Caller } from './labelling';
import { signIn } from './signing-in';

const password = 'staple-horse-battery';
const classes = [{ name: 'OK' }, { name: 'Dent' }];

let system: System;
let browser: Browser;
let page: Page;
let admin: Caller;
let dataset: Dataset;
/** Of the pictures, in the order of their names. */
let ids: readonly string[];

beforeAll(async () => {
  const env = { TUTTI_ADMIN_PASSWORD: password };
  [system, browser] = await Promise.all([startSystem({ args: ['--no-agent'], env }), openBrowser()]);
  admin = await Caller.signIn(system.url, 'admin', password);
  dataset = await admin.dataset(
    { name: 'Lids', task: 'image-classification', classes, minimumPerClass: 10 },
    24,
  );
  const items = await admin.items(dataset.id);
  ids = [...items]
    .sort((a, b) => Number.parseInt(a.fileName ?? '', 10) - Number.parseInt(b.fileName ?? '', 10))
    .map(({ id }) => id);
  for (const [number, id] of ids.slice(0, 20).entries())
    await admin.label(id, { classKey: number < 12 ? 'ok' : 'dent' });
  page = await openPage(browser, system.url);
  await page.goto(`/datasets/${dataset.id}/versions`);
  await signIn(page, 'admin', password);
});

afterAll(async () => {
  expect(complaintsOf(page)).toEqual([]);
  await browser.close();
  await system.dispose();
});

const dialog = (): Locator => page.getByRole('dialog');
const heading = (name: string): Locator => page.getByRole('heading', { level: 2, name, exact: true });
const versions = (): Promise<readonly DatasetVersion[]> =>
  admin
    .call<{ items: readonly DatasetVersion[] }>(`GET /datasets/${dataset.id}/versions`)
    .then(({ items }) => items);
const chart = (name: string): Locator => page.getByRole('figure', { name });

describe('versions of a dataset', () => {
  it('says what would be frozen and what is short, splits as asked, and shows what became of it', async () => {
    await page.getByText('Nothing is frozen yet').waitFor();
    await page.getByRole('tabpanel').getByRole('button', { name: 'Freeze a version' }).click();
    await dialog().getByText('20 labelled pictures').waitFor();
    await dialog().getByText('Left out: 4 without a label').waitFor();
    await dialog().getByText('2 pictures short of 10').waitFor();
    await dialog().getByText('Too few pictures to train on').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await dialog().getByText('80 : 20 : 0').click();
    await dialog().getByRole('textbox', { name: 'Note' }).fill('Before the new lamp');
    await dialog().getByRole('button', { name: 'Freeze', exact: true }).click();
    await heading('Version 1').waitFor();
    await dialog().waitFor({ state: 'detached' });
    const facts = page.getByRole('region', { name: 'What it is' });
    await facts.getByText('Before the new lamp').waitFor();
    const [made] = await versions();
    expect(made).toMatchObject({ number: 1, note: 'Before the new lamp', counts: { items: 20 } });
    await facts.getByText(made?.digest ?? '').waitFor();
    await facts.getByText('All pictures', { exact: true }).waitFor();
  });

  it('shows what is in it as charts whose words say the same numbers', async () => {
    const statistics = await admin.call<VersionStatistics>(
      `GET /datasets/${dataset.id}/versions/1/statistics`,
    );
    const { train = 0, validation = 0 } = statistics.counts.splits;
    expect(train + validation).toBe(20);
    const row = (key: 'ok' | 'dent', name: string): string => {
      const [inTrain, inValidation] = [
        statistics.counts.classes.train?.[key],
        statistics.counts.classes.validation?.[key],
      ];
      return `${name}${key === 'ok' ? 12 : 8} (Train ${inTrain}, Validation ${inValidation}, Test 0)`;
    };
    const byClass = chart('Pictures by class and part').getByRole('listitem');
    expect(await byClass.allTextContents()).toEqual([row('ok', 'OK'), row('dent', 'Dent')]);
    const byPart = chart('Pictures by part').getByRole('listitem');
    expect(await byPart.allTextContents()).toEqual([`Train${train}`, `Validation${validation}`, 'Test0']);
    const bySide = chart('Pictures by their longer side').getByRole('listitem');
    expect(await bySide.allTextContents()).toEqual(['513–1024 px20']);
    expect(await faultsOf(page)).toEqual([]);
  });

  it('shows its pictures by part and class, as they were labelled then', async () => {
    const pictures = page.getByRole('list', { name: 'Pictures of version 1' }).getByRole('img');
    await expect.poll(() => pictures.count()).toBe(20);
    const [made] = await versions();
    await page.getByText(/^Validation \d/).click();
    await expect.poll(() => pictures.count()).toBe(made?.counts.splits.validation);
    await page.getByLabel('Class', { exact: true }).selectOption('Dent');
    await expect.poll(() => pictures.count()).toBe(made?.counts.classes.validation?.['dent']);
    const alts = await pictures.evaluateAll((all) => all.map((one) => one.getAttribute('alt')));
    expect(alts.every((alt) => alt?.endsWith(': Dent'))).toBe(true);
  });

  it('is taken along as an archive for other tools, and as a manifest', async () => {
    const fetched = async (name: string) => {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name }).click(),
      ]);
      return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
    };
    const manifest = await fetched('Download the manifest');
    expect(manifest.name).toBe('Lids-v1.manifest.jsonl');
    expect(manifest.bytes.toString().trimEnd().split('\n')).toHaveLength(21);
    const archive = await fetched('Download as Folders of images');
    expect(archive.name).toMatch(/\.zip$/);
    expect(archive.bytes.subarray(0, 2).toString()).toBe('PK');
  });

  it('given nothing new, then no other version is made, and that is said kindly', async () => {
    await page.getByRole('tab', { name: 'Versions' }).click();
    await page.getByRole('button', { name: 'Freeze a version' }).click();
    // It is split as the version before was.
    expect(await dialog().getByRole('radio', { name: '80 : 20 : 0' }).isChecked()).toBe(true);
    await dialog().getByRole('button', { name: 'More options' }).click();
    await dialog().getByRole('checkbox', { name: 'Deal all pictures out anew' }).waitFor();
    await dialog().getByRole('button', { name: 'Freeze', exact: true }).click();
    await dialog().getByText('Nothing is new').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await dialog().getByRole('link', { name: 'Show version 1' }).click();
    await heading('Version 1').waitFor();
    expect(await versions()).toHaveLength(1);
  });

  it('shows what changed between two: counts, labels before and after, and pictures by class', async () => {
    const [first = '', second = '', third = ''] = [ids[0], ids[1], ids[20]];
    await admin.label(first, { classKey: 'dent' });
    await admin.label(third, { classKey: 'dent' });
    const { version } = await admin.item(second);
    await admin.call(`POST /items/${second}/exclude`, { reason: 'blurred' }, { 'if-match': `"${version}"` });
    await admin.call(`POST /datasets/${dataset.id}/versions`, {
      shares: { train: 0.8, validation: 0.2, test: 0 },
    });
    await page.getByRole('link', { name: 'All versions' }).click();
    await page
      .getByRole('row', { name: /Version 2/ })
      .getByText('by admin')
      .waitFor();
    await page.getByRole('link', { name: 'Compare versions' }).click();
    await heading('Compare two versions').waitFor();
    await page.getByText('Labelled anew 1', { exact: true }).click();
    const changes = page.getByRole('list', { name: 'Pictures that changed' }).getByRole('listitem');
    await expect.poll(() => changes.count()).toBe(1);
    await changes.getByRole('img', { name: '0.png: OK' }).waitFor();
    await changes.getByRole('img', { name: '0.png: Dent' }).waitFor();
    await page.getByText('Added 1', { exact: true }).waitFor();
    await page.getByText('Removed 1', { exact: true }).waitFor();
    const byClass = chart('Pictures by class: before and after').getByRole('listitem');
    expect(await byClass.allTextContents()).toEqual(['OK12 → 10 (-2)', 'Dent8 → 10 (+2)']);
    expect(await faultsOf(page)).toEqual([]);
    expect(await isTooWide(page)).toBe(false);
  });

  it('can be used by keyboard alone, and on a phone in Korean', async () => {
    await page.goto(`/datasets/${dataset.id}/versions`);
    await page.getByRole('row', { name: /Version 2/ }).waitFor();
    expect(await keyboardFaults(page)).toEqual([]);
    const phone = await openPage(browser, system.url, phoneByNight);
    await phone.addInitScript(() => localStorage.setItem('tutti.language', 'ko'));
    await phone.context().addCookies(await page.context().cookies());
    for (const path of ['versions', 'versions/2', 'versions/compare']) {
      await phone.goto(`/datasets/${dataset.id}/${path}`);
      const shown = path === 'versions' ? ko.versions.text : ko.versions.back;
      await phone.getByText(shown).first().waitFor();
      await phone.locator('.bars-track').first().waitFor();
      expect(await faultsOf(phone)).toEqual([]);
      expect(await isTooWide(phone)).toBe(false);
    }
    await phone.context().close();
  });
});
