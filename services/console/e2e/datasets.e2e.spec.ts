import { startSystem, type System } from '@tutti/testing';
import type { Dataset, Item, LabelState } from '@tutti/contracts/datasets';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { faultsOf, isTooWide } from './accessibility';
import { complaintsOf, openBrowser, openPage, phoneByNight } from './browser';
import { Caller } from './labelling';
import { signIn } from './signing-in';

const password = 'staple-horse-battery';
const mina = { name: 'mina', password: 'quiet-river-seven-lamps' };

let system: System;
let browser: Browser;
let page: Page;
let admin: Caller;
let other: Caller;
let lids: Dataset;

const otherPerson = async (): Promise<Caller> => {
  const first = 'first-password-of-mina';
  await admin.call('POST /users', { name: mina.name, password: first, role: 'user' });
  const fresh = await Caller.signIn(system.url, mina.name, first);
  await fresh.call('PUT /users/me/password', { current: first, new: mina.password });
  return Caller.signIn(system.url, mina.name, mina.password);
};

beforeAll(async () => {
  const env = { TUTTI_ADMIN_PASSWORD: password };
  [system, browser] = await Promise.all([startSystem({ args: ['--no-agent'], env }), openBrowser()]);
  admin = await Caller.signIn(system.url, 'admin', password);
  other = await otherPerson();
  page = await openPage(browser, system.url);
  await page.goto('/datasets');
  await signIn(page, 'admin', password);
});

afterAll(async () => {
  expect(complaintsOf(page)).toEqual([]);
  await browser.close();
  await system.dispose();
});

const tiles = () => page.getByRole('gridcell');
const button = (name: string) => page.getByRole('button', { name, exact: true });
const tab = (name: string) => page.getByRole('tab', { name });
const outcome = () => page.getByRole('region', { name: 'What became of it' });
const shows = (count: number) => expect.poll(() => tiles().count(), { timeout: 15_000 }).toBe(count);
const statesOf = async (): Promise<Partial<Record<LabelState, number>>> => {
  const items = await admin.items(lids.id);
  return Object.fromEntries(
    Object.entries(Object.groupBy(items, ({ state }) => state)).map(([state, of]) => [state, of.length]),
  );
};
const isFine = async (on = page): Promise<void> => {
  expect(await faultsOf(on)).toEqual([]);
  expect(await isTooWide(on)).toBe(false);
};

it('the first dataset is made where there is none, with its classes and their keys', async () => {
  await page.getByRole('heading', { name: 'No dataset yet' }).waitFor();
  await isFine();
  await button('New dataset').first().click();
  const form = page.getByRole('dialog');
  await form.getByLabel('Name', { exact: false }).first().fill('Lids');
  await form.getByLabel('Name of class 1').fill('Ok');
  await form.getByLabel('Key of class 1').fill('o');
  await form.getByLabel('Name of class 2').fill('ok');
  await form.getByText('There are two of it.').first().waitFor();
  await form.getByLabel('Name of class 2').fill('Dent');
  await form.getByLabel('Labelled pictures that each class needs').fill('2');
  await isFine();
  await form.getByRole('button', { name: 'Create' }).click();
  await page.getByRole('heading', { level: 1, name: 'Lids' }).waitFor();
  const [made] = (await admin.call<{ items: Dataset[] }>('GET /datasets')).items;
  expect(made).toMatchObject({ name: 'Lids', task: 'image-classification', minimumPerClass: 2 });
  lids = made as Dataset;
});

it('pictures come into the grid as they come into the dataset, and are found by state and class', async () => {
  await page.getByRole('heading', { name: 'No pictures yet' }).waitFor();
  await admin.pictures(lids, 12);
  await shows(12);
  for (const item of (await admin.items(lids.id)).slice(0, 3)) await admin.label(item.id, { classKey: 'ok' });
  await page.getByRole('button', { name: /^Labelled/ }).click();
  await shows(3);
  await page.getByLabel('Class', { exact: true }).selectOption('Dent');
  await page.getByRole('heading', { name: 'No picture matches' }).waitFor();
  await button('Show all pictures').click();
  await shows(12);
  await page.getByRole('search').locator('input').first().fill('fileName==7.png');
  await page.keyboard.press('Enter');
  await shows(1);
});

it('many are labelled at once; who was slower than somebody else is told so, and the rest can be undone', async () => {
  await page.goto(`/datasets/${lids.id}?state=unlabelled`);
  await shows(9);
  const [, second] = await tiles().all();
  const contested = String(await second?.getAttribute('data-item'));
  await tiles().nth(0).click();
  await tiles()
    .nth(4)
    .click({ modifiers: ['Shift'] });
  await page.getByText('5 chosen').waitFor();
  await other.label(contested, { classKey: 'ok' });
  await shows(8);
  await isFine();
  await button('Label as').click();
  await page.getByRole('menuitem', { name: 'Dent' }).click();
  await outcome().getByText('4 labelled.').waitFor();
  const name = String((await admin.item(contested)).fileName);
  await outcome().getByText(`1 refused: Somebody else changed the item first`).waitFor();
  await outcome().getByText(name).waitFor();
  await shows(4);
  expect(await statesOf()).toEqual({ labelled: 8, unlabelled: 4 });
  await button('Undo').click();
  await outcome().getByText('4 are as they were before.').waitFor();
  await shows(8);
  expect(await statesOf()).toEqual({ labelled: 4, unlabelled: 8 });
});

it('pictures are chosen by keys, left out with a reason, and opened where they are labelled', async () => {
  await tiles().first().focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Space');
  await page.keyboard.press('Shift+ArrowRight');
  await page.getByText('2 chosen').waitFor();
  await button('More').click();
  await page.getByRole('menuitem', { name: 'Exclude' }).click();
  await page.getByRole('dialog').getByLabel('Reason').fill('blurred');
  await page.getByRole('dialog').getByRole('button', { name: 'Exclude' }).click();
  await outcome().getByText('2 excluded.').waitFor();
  const excluded = await admin.items(lids.id, 'state==excluded');
  expect(excluded.map(({ excludedBecause }) => excludedBecause)).toEqual(['blurred', 'blurred']);
  await shows(6);
  const first = String(await tiles().first().getAttribute('data-item'));
  await tiles().first().focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/datasets/${lids.id}/label?item=${first}`);
});

it('a class that means something else sends its pictures back, and says beforehand how many', async () => {
  await page.goto(`/datasets/${lids.id}`);
  await shows(12);
  await tab('Classes').click();
  await page.getByRole('row', { name: /Dent/ }).waitFor();
  await isFine();
  await button('Change Ok').click();
  const form = page.getByRole('dialog');
  await form.getByText('4 labelled pictures of this dataset that bear it must be looked at again.').waitFor();
  await form.getByLabel('Name of class 0').fill('Good');
  await form.getByLabel('It means something else now').check();
  await form.getByRole('button', { name: 'Save' }).click();
  const again = page.getByRole('link', { name: /that must be labelled again/ });
  await again.getByText('4').waitFor();
  await again.click();
  await shows(4);
  expect(await statesOf()).toEqual({ 'needs-relabel': 4, unlabelled: 6, excluded: 2 });
});

it('everything that was said of a picture is told, newest first', async () => {
  await tiles().first().focus();
  await page.keyboard.press('i');
  const drawer = page.getByRole('dialog');
  await drawer.getByText('The class Good means something else now.').waitFor();
  const history = drawer
    .getByRole('region', { name: 'Everything that was said of it' })
    .getByRole('listitem');
  await expect.poll(() => history.count()).toBe(3);
  expect((await history.allInnerTexts()).map((text) => text.split('\n')[0])).toEqual([
    'Must be labelled again',
    'Labelled',
    'Added',
  ]);
  await isFine();
  await page.keyboard.press('Escape');
  await drawer.waitFor({ state: 'hidden' });
});

it('all of it is usable on a phone, in Korean', async () => {
  const phone = await openPage(browser, system.url, phoneByNight);
  await phone.addInitScript(() => localStorage.setItem('tutti.language', 'ko'));
  await phone.goto('/datasets');
  await phone.getByRole('textbox').first().fill('admin');
  await phone.locator('input[type=password]').fill(password);
  await phone.keyboard.press('Enter');
  await phone.getByRole('link', { name: /Lids/ }).waitFor();
  await isFine(phone);
  await phone.goto(`/datasets/${lids.id}`);
  await phone.getByRole('gridcell').first().click();
  await phone.getByText('1장 선택됨').waitFor();
  await isFine(phone);
  for (const [path, words] of [
    ['classes', '클래스 추가'],
    ['about', '데이터셋 정보'],
  ] as const) {
    await phone.goto(`/datasets/${lids.id}/${path}`);
    await phone.getByText(words).first().waitFor();
    expect(await isTooWide(phone)).toBe(false);
  }
  expect(complaintsOf(phone)).toEqual([]);
  await phone.context().close();
});

it('a dataset is described, put away, taken back, and deleted only by who types its name', async () => {
  await tab('History and settings').click();
  await page.getByText('Dataset created').waitFor();
  await isFine();
  await button('Change').click();
  const form = page.getByRole('dialog');
  await form.getByLabel('Description').fill('Seen from above');
  await form.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('main').getByText('Seen from above').waitFor();
  const endBy = async (name: string): Promise<void> => {
    await button(name).click();
    await page.getByRole('dialog').getByRole('button', { name, exact: true }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
  };
  await endBy('Archive');
  await button('Restore').waitFor();
  expect(await page.getByRole('link', { name: 'Label', exact: true }).count()).toBe(0);
  await endBy('Restore');
  await endBy('Archive');
  await button('Delete for good').click();
  const last = form.getByRole('button', { name: 'Delete for good' });
  expect(await last.isDisabled()).toBe(true);
  await form.getByLabel(/Type the name/).fill('Lids');
  await last.click();
  await page.waitForURL('**/datasets');
  await expect.poll(() => page.getByRole('link', { name: /Lids/ }).count()).toBe(0);
  expect((await admin.call<{ items: Item[] }>('GET /datasets')).items).toEqual([]);
});
