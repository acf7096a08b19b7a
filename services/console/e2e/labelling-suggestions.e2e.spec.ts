import type { Item } from '@tutti/contracts/datasets';
import { startSystem, type System } from '@tutti/testing';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { faultsOf } from './accessibility';
import { complaintsOf, openBrowser } from './browser';
import { allSaved, Caller, onScreen, openLabeller, shownItem } from './labelling';
import { Camera, importFrames } from './labelling-camera';

const password = 'staple-horse-battery';
const classes = [{ name: 'OK' }, { name: 'Dent' }];
const digest = 'a'.repeat(64);

let system: System;
let browser: Browser;
let admin: Caller;
let camera: Camera;

beforeAll(async () => {
  const env = { TUTTI_ADMIN_PASSWORD: password };
  [system, browser] = await Promise.all([startSystem({ args: ['--no-agent'], env }), openBrowser()]);
  admin = await Caller.signIn(system.url, 'admin', password);
  camera = await Camera.join(system.url, admin, 'labelling-camera');
});

afterAll(async () => {
  await browser.close();
  await system.dispose();
});

const opened = (datasetId: string): Promise<Page> => {
  const path = `/datasets/${datasetId}/label`;
  return openLabeller(browser, { url: system.url, path, name: 'admin', password });
};
const saidOf = async (id: string): Promise<Pick<NonNullable<Item['label']>, 'label' | 'by'>> => {
  const { label } = await admin.item(id);
  if (!label) throw new Error(`${id} has no label.`);
  return { label: label.label, by: label.by };
};
const dashed = (page: Page) => page.locator('g[data-look="suggestion"]');

it('what a model found is dashed in the picture, the least sure picture first: taken over one by one, all together, or not at all', async () => {
  const model = { name: 'lids', version: 'v1.0', digest, task: 'detection' } as const;
  const box = (label: string, score: number, corners: readonly [number, number, number, number]) => ({
    ...{ label, score, classId: 0 },
    box: [...corners] as [number, number, number, number],
  });
  const boxes = [
    box('Dent', 0.4, [0.1, 0.1, 0.3, 0.3]),
    box('dent', 0.9, [0.5, 0.5, 0.75, 0.75]),
    box('OK', 0.6, [0.6, 0.1, 0.9, 0.2]),
    box('strange', 0.3, [0.1, 0.7, 0.2, 0.9]),
  ];
  await camera.send(1, { model, label: 'Dent', score: 0.5, probabilities: {}, boxes: boxes.slice(0, 2) });
  await camera.send(2, { model, label: 'Dent', score: 0.3, probabilities: {}, boxes });
  const dataset = await admin.dataset({ name: 'Found', task: 'object-detection', classes }, 0);
  await importFrames(admin, dataset);
  const page = await opened(dataset.id);
  const first = await shownItem(page);
  expect((await admin.item(first)).score).toBe(0.3);
  await expect.poll(() => dashed(page).count()).toBe(4);
  expect(await faultsOf(page)).toEqual([]);
  // By a click, by Tab and Enter; one dismissed; the one of no class with that which is chosen.
  await page.mouse.click(...(await onScreen(page, 128, 96)));
  await expect.poll(() => dashed(page).count()).toBe(3);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect.poll(() => dashed(page).count()).toBe(2);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Delete');
  await expect.poll(() => dashed(page).count()).toBe(1);
  await page.keyboard.press('Escape');
  await page.keyboard.press('1');
  await page.keyboard.press('a');
  await expect.poll(() => dashed(page).count()).toBe(0);
  await page.keyboard.press('s');
  const second = await shownItem(page, first);
  await allSaved(page);
  expect(await saidOf(first)).toEqual({
    by: 'person',
    label: {
      boxes: [
        { classKey: 'dent', x: 64, y: 48, w: 128, h: 96 },
        { classKey: 'dent', x: 320, y: 240, w: 160, h: 120 },
        { classKey: 'ok', x: 64, y: 336, w: 64, h: 96 },
      ],
    },
  });
  await page.keyboard.press('a');
  await page.keyboard.press('s');
  await page.getByText('All pictures are labelled').waitFor();
  await allSaved(page);
  expect(await saidOf(second)).toMatchObject({ by: 'model-accepted' });
  expect(complaintsOf(page)).toEqual([]);
  await page.context().close();
});

it('what a model says of a picture is accepted by Enter, and told with how sure it was', async () => {
  const model = { name: 'lids', version: 'v2.0', digest, task: 'classification' } as const;
  const probabilities = { OK: 0.4, Dent: 0.6 };
  await camera.send(3, { model, label: 'Dent', score: 0.6, probabilities });
  await camera.send(4, { model, label: '8', score: 0.7, probabilities: {} });
  const dataset = await admin.dataset({ name: 'Said', task: 'image-classification', classes }, 0);
  await importFrames(admin, dataset);
  const page = await opened(dataset.id);
  // Those of the other model do something else: they are skipped.
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  const panel = page.getByRole('region', { name: 'The model says' });
  await panel.getByText('lids v2.0').waitFor();
  await panel.getByText('60%').first().waitFor();
  const item = await shownItem(page);
  await page.keyboard.press('Enter');
  await shownItem(page, item);
  await allSaved(page);
  expect(await saidOf(item)).toEqual({ by: 'model-accepted', label: { classKey: 'dent' } });
  await panel.getByText('No class is called “8” here').waitFor();
  const strange = await shownItem(page);
  await page.keyboard.press('Enter');
  await page.locator('[data-announced]').getByText('no suggestion').waitFor({ state: 'attached' });
  expect((await admin.item(strange)).label).toBeNull();
  await page.goto(`/datasets/${dataset.id}?item=${item}`);
  const link = page.getByRole('dialog').getByRole('link', { name: 'lids v2.0' });
  expect(await link.getAttribute('href')).toBe(`/models/by-digest/${digest}`);
  expect(await faultsOf(page)).toEqual([]);
  await page.context().close();
});
