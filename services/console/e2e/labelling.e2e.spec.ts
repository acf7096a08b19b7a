import { startSystem, type System } from '@tutti/testing';
import type { Dataset, Item, Label } from '@tutti/contracts/datasets';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ko } from '../src/i18n/ko';
import { faultsOf, isTooWide } from './accessibility';
import { complaintsOf, laptop, openBrowser, phoneByNight } from './browser';
import { flakyLine, type FlakyLine } from './flaky-line';
import { keyboardFaults } from './keyboard';
import {
  allSaved,
  Caller,
  dragOn,
  onScreen,
  openLabeller,
  pictureSize,
  shownItem,
  stopwatch,
} from './labelling';
import { signIn } from './signing-in';

const password = 'staple-horse-battery';
const other = { name: 'mina', password: 'quiet-river-seven-lamps' };
const classes = [{ name: 'OK' }, { name: 'Dent', shortcut: 'd' }, { name: 'Scratch' }];

let system: System;
let browser: Browser;
let line: FlakyLine;
let admin: Caller;
let mina: Caller;

beforeAll(async () => {
  const env = { TUTTI_ADMIN_PASSWORD: password };
  [system, browser] = await Promise.all([startSystem({ args: ['--no-agent'], env }), openBrowser()]);
  line = await flakyLine(system.url);
  admin = await Caller.signIn(system.url, 'admin', password);
  const first = 'first-password-of-mina';
  await admin.call('POST /users', { name: other.name, password: first, role: 'user' });
  const fresh = await Caller.signIn(system.url, other.name, first);
  await fresh.call('PUT /users/me/password', { current: first, new: other.password });
  mina = await Caller.signIn(system.url, other.name, other.password);
});

afterAll(async () => {
  await browser.close();
  await line.close();
  await system.dispose();
});

const pathOf = ({ id }: Dataset, more = ''): string => `/datasets/${id}/label${more}`;
const asAdmin = (dataset: Dataset, more = '', screen = laptop): Promise<Page> =>
  openLabeller(browser, { url: system.url, path: pathOf(dataset, more), name: 'admin', password }, screen);

const boxesOf = async (id: string): Promise<readonly unknown[]> => {
  const label = (await admin.item(id)).label?.label;
  return label && 'boxes' in label ? label.boxes : [];
};

/** A box drawn by hand: to the pixel that the pointer was on. */
const near = (classKey: string, ...place: readonly [x: number, y: number, w: number, h: number]) => {
  const [x, y, w, h] = place.map((pixels) => expect.closeTo(pixels, 2) as number);
  return { classKey, x, y, w, h };
};

const drawn = (page: Page) => page.getByRole('list', { name: 'Boxes' }).getByRole('button');
const announced = (page: Page, text: string) =>
  page.locator('[data-announced]').getByText(text, { exact: false }).first().waitFor({ state: 'attached' });

describe('boxes', () => {
  let dataset: Dataset;
  let page: Page;
  let item: string;
  beforeAll(async () => {
    dataset = await admin.dataset({ name: 'Boxes', task: 'object-detection', classes }, 9);
    page = await asAdmin(dataset);
    item = await shownItem(page);
  });
  afterAll(async () => {
    expect(complaintsOf(page)).toEqual([]);
    await page.context().close();
  });

  it('are drawn, named before or after, moved, pulled, undone and redone, and saved as they were seen', async () => {
    await page.keyboard.press('d');
    await dragOn(page, [100, 100], [200, 160]);
    await page.keyboard.press('Escape');
    await dragOn(page, [500, 420], [400, 300]);
    await page.keyboard.press('3');
    await expect.poll(() => drawn(page).count()).toBe(2);
    // Pulled by its lower right corner, then moved by its middle, then by keys.
    await dragOn(page, [500, 420], [520, 440]);
    await dragOn(page, [460, 370], [440, 350]);
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Alt+ArrowRight');
    await page.keyboard.press('Alt+Shift+ArrowUp');
    // A third one that is thought better of.
    await page.keyboard.press('Shift+d');
    await expect.poll(() => drawn(page).count()).toBe(3);
    await page.keyboard.press('Control+z');
    await expect.poll(() => drawn(page).count()).toBe(2);
    await page.keyboard.press('Control+Shift+z');
    await page.keyboard.press('Delete');
    await page.keyboard.press('Enter');
    await shownItem(page, item);
    await allSaved(page);
    expect(await boxesOf(item)).toEqual([
      near('dent', 100, 100, 100, 60),
      near('scratch', 379, 290, 121, 130),
    ]);
  });

  it('are taken back after they were saved, and come back by redo', async () => {
    const next = await shownItem(page);
    await page.keyboard.press('Control+z');
    expect(await shownItem(page, next)).toBe(item);
    await allSaved(page);
    expect((await admin.item(item)).state).toBe('unlabelled');
    await page.keyboard.press('Control+Shift+z');
    await expect.poll(() => drawn(page).count()).toBe(2);
    await page.keyboard.press('s');
    await shownItem(page, item);
    await allSaved(page);
    expect(await boxesOf(item)).toHaveLength(2);
  });

  it('of the picture before are copied; overlapping ones are reached by clicking again, and by Tab', async () => {
    const next = await shownItem(page);
    await page.keyboard.press('v');
    await expect.poll(() => drawn(page).count()).toBe(2);
    await page.keyboard.press('Escape');
    await page.keyboard.press('1');
    await dragOn(page, [80, 80], [300, 240]);
    await page.keyboard.press('Escape');
    const pressed = () =>
      drawn(page).evaluateAll((all) => all.findIndex((one) => one.ariaPressed === 'true'));
    const at = await onScreen(page, 150, 130);
    await page.mouse.click(...at);
    await expect.poll(pressed).toBe(0);
    await page.mouse.click(...at);
    await expect.poll(pressed).toBe(2);
    await page.keyboard.press('Tab');
    await expect.poll(pressed).toBe(-1);
    await page.locator('[data-stage]').focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await expect.poll(pressed).toBe(1);
    await page.keyboard.press('Backspace');
    await page.keyboard.press('s');
    await shownItem(page, next);
    await allSaved(page);
    expect(await boxesOf(next)).toEqual([near('dent', 100, 100, 100, 60), near('ok', 80, 80, 220, 160)]);
  });

  it('none at all is a label that has a key of its own: it is never said by chance', async () => {
    const next = await shownItem(page);
    await page.keyboard.press('s');
    await announced(page, 'Nothing is drawn');
    expect(await shownItem(page)).toBe(next);
    await page.keyboard.press('0');
    await shownItem(page, next);
    await allSaved(page);
    expect((await admin.item(next)).label?.label).toEqual({ boxes: [] });
  });

  it('never leave the picture, at any zoom, and are told to the pixel there', async () => {
    const next = await shownItem(page);
    await page.mouse.move(...(await onScreen(page, 600, 440)));
    for (let turn = 0; turn < 4; turn++) await page.mouse.wheel(0, -240);
    await page.keyboard.press('d');
    await dragOn(page, [600, 430], [700, 600]);
    await page.keyboard.press('f');
    await page.keyboard.press('s');
    await shownItem(page, next);
    await allSaved(page);
    const { width, height } = pictureSize;
    expect(await boxesOf(next)).toEqual([near('dent', 600, 430, width - 600, height - 430)]);
  });

  it('are made by keys alone too', async () => {
    const next = await shownItem(page);
    await page.keyboard.press('d');
    await page.keyboard.press('n');
    for (let step = 0; step < 3; step++) await page.keyboard.press('Shift+ArrowLeft');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Alt+Shift+ArrowRight');
    await page.keyboard.press('Enter');
    await shownItem(page, next);
    await allSaved(page);
    expect(await boxesOf(next)).toEqual([{ classKey: 'dent', x: 210, y: 179, w: 170, h: 120 }]);
  });

  it('that were drawn and not saved stay when one looks at another picture', async () => {
    const next = await shownItem(page);
    await dragOn(page, [100, 100], [200, 200]);
    await page.keyboard.press('Escape');
    await page.keyboard.press('ArrowRight');
    const after = await shownItem(page, next);
    await page.keyboard.press('ArrowLeft');
    await shownItem(page, after);
    await expect.poll(() => drawn(page).count()).toBe(1);
    await page.getByRole('link', { name: 'Back to the dataset' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Not everything is saved').waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await page.keyboard.press('Control+z');
    await expect.poll(() => drawn(page).count()).toBe(0);
  });
});

describe('classes', () => {
  it('are said to fifty pictures by keyboard alone, and each is saved', async ({ annotate }) => {
    const pictures = 50;
    const dataset = await admin.dataset({ name: 'Fifty', task: 'image-classification', classes }, pictures);
    const page = await asAdmin(dataset);
    const said = new Map<string, string>();
    const keys = [['1', 'ok'], ['d', 'dent'], ['3', 'scratch']] as const; // prettier-ignore
    const waits = await stopwatch(page);
    const started = performance.now();
    let item = await shownItem(page);
    for (let count = 0; count < pictures; count++) {
      const [key, classKey] = keys[count % keys.length] ?? keys[0];
      said.set(item, classKey);
      await page.keyboard.press(key);
      if (count + 1 < pictures) item = await shownItem(page, item);
    }
    const seconds = (performance.now() - started) / 1000;
    await page.getByText('All pictures are labelled').waitFor();
    await allSaved(page);
    const items = await admin.items(dataset.id);
    expect(items).toHaveLength(pictures);
    expect(new Map(items.map(({ id, label }) => [id, label?.label]))).toEqual(
      new Map([...said].map(([id, classKey]) => [id, { classKey }])),
    );
    expect(said.size).toBe(pictures);
    const noted = await waits();
    const [median, worst] = [noted[Math.floor(noted.length / 2)], noted.at(-1)];
    await annotate(
      `50 pictures in ${seconds.toFixed(1)} s; from the key to the next picture: median ${median?.toFixed(0)} ms, worst ${worst?.toFixed(0)} ms`,
    );
    expect(complaintsOf(page)).toEqual([]);
    await page.context().close();
  });

  it('are skipped, gone back to, taken back, and pictures left out and taken back in', async () => {
    const dataset = await admin.dataset({ name: 'Four', task: 'image-classification', classes }, 4);
    const page = await asAdmin(dataset);
    const first = await shownItem(page);
    await page.keyboard.press('Space');
    const second = await shownItem(page, first);
    await page.keyboard.press('ArrowLeft');
    await shownItem(page, second);
    await page.keyboard.press('d');
    await shownItem(page, first);
    await page.keyboard.press('1');
    const third = await shownItem(page, second);
    await allSaved(page);
    expect((await admin.item(second)).label?.label).toEqual({ classKey: 'ok' });
    await page.keyboard.press('u');
    expect(await shownItem(page, third)).toBe(second);
    await allSaved(page);
    expect((await admin.item(second)).state).toBe('unlabelled');
    // Another class, taken back: the one before holds again, and the log says so.
    await page.keyboard.press('ArrowLeft');
    await shownItem(page, second);
    await page.keyboard.press('3');
    await shownItem(page, first);
    await page.keyboard.press('Control+z');
    await shownItem(page, second);
    await allSaved(page);
    expect((await admin.item(first)).label?.label).toEqual({ classKey: 'dent' });
    await page.keyboard.press('e');
    await page.getByRole('dialog').getByRole('textbox', { name: 'Reason' }).fill('blurred');
    await page.getByRole('dialog').getByRole('button', { name: 'Leave out' }).click();
    await shownItem(page, first);
    await allSaved(page);
    expect((await admin.item(first)).excludedBecause).toBe('blurred');
    await page.keyboard.press('u');
    await shownItem(page, second);
    await allSaved(page);
    expect((await admin.item(first)).state).toBe('labelled');
    await page.context().close();
  });

  it('that cannot be shown on a cut line are asked for again, and nobody is told to leave them out', async () => {
    const dataset = await admin.dataset({ name: 'Cut', task: 'object-detection', classes }, 1);
    const page = await asAdmin(dataset);
    await shownItem(page);
    await page.route('**/picture*', (route) => route.abort());
    await page.reload();
    await page.getByText('The picture cannot be shown just now.').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.unroute('**/picture*');
    await page.locator('.lb-unavailable').getByRole('button', { name: 'Try again' }).click();
    await shownItem(page);
    await page.context().close();
  });
});

describe('two people on one picture', () => {
  let dataset: Dataset;
  beforeAll(async () => {
    dataset = await admin.dataset({ name: 'Both', task: 'object-detection', classes }, 6);
  });

  const boxAt = (x: number): Label => ({ boxes: [{ classKey: 'scratch', x, y: 10, w: 20, h: 20 }] });

  /** Mina is faster, and nobody is told: as when the page was asleep. */
  const overtaken = async (page: Page): Promise<string> => {
    const item = await shownItem(page);
    await page.keyboard.press('d');
    await dragOn(page, [100, 100], [200, 160]);
    await mina.label(item, boxAt(10));
    await page.keyboard.press('Enter');
    await shownItem(page, item);
    await page.locator('[data-fault="conflict"]').waitFor();
    expect((await admin.item(item)).label?.label).toEqual(boxAt(10));
    return item;
  };
  const decide = (page: Page, name: string) =>
    page.locator('[data-fault]').getByRole('button', { name }).click();

  it('see that somebody was faster: who, what, beside their own; and choose', async () => {
    const page = await asAdmin(dataset);
    const kept = await overtaken(page);
    await page.locator('[data-theirs]').getByText('mina: 1 × Scratch').waitFor();
    await page.locator('[data-mine]').getByText('You: 1 × Dent').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await decide(page, 'Keep theirs');
    await allSaved(page);
    expect((await admin.item(kept)).label?.label).toEqual(boxAt(10));

    const mine = await overtaken(page);
    await decide(page, 'Use mine');
    await allSaved(page);
    expect(await boxesOf(mine)).toEqual([near('dent', 100, 100, 100, 60)]);

    const looked = await overtaken(page);
    await decide(page, 'Look again');
    await expect.poll(() => shownItem(page)).toBe(looked);
    await expect.poll(() => drawn(page).innerText()).toContain('Dent');
    await page.keyboard.press('Control+z');
    await expect.poll(() => drawn(page).innerText()).toContain('Scratch');
    await page.keyboard.press('Control+Shift+z');
    await page.keyboard.press('s');
    await allSaved(page);
    expect(await boxesOf(looked)).toEqual([near('dent', 100, 100, 100, 60)]);
    expect(complaintsOf(page)).toEqual([]);
    await page.context().close();
  });

  it('who label the same dataset side by side see none of what the other has labelled', async () => {
    const both = await admin.dataset({ name: 'Side', task: 'image-classification', classes }, 5);
    const page = await asAdmin(both);
    const first = await shownItem(page);
    const later = (await admin.items(both.id, 'state==unlabelled')).find(({ id }) => id !== first);
    await mina.label(later?.id ?? '', { classKey: 'ok' });
    await mina.label(first, { classKey: 'ok' });
    await page.locator('[data-overtaken]').getByText('Labelled: OK').waitFor();
    await page.getByRole('button', { name: 'Show it' }).click();
    await page.locator('[data-overtaken]').waitFor({ state: 'hidden' });
    const seen = [first];
    for (let count = 0; count < 3; count++) {
      await page.keyboard.press('ArrowRight');
      seen.push(await shownItem(page, seen.at(-1)));
    }
    expect(seen).not.toContain(later?.id);
    await page.keyboard.press('ArrowRight');
    await page.getByText('That was the last one').waitFor();
    await page.context().close();
  });
});

describe('a network that goes away', () => {
  /** What is labelled without a network are pictures that were there before. */
  const fetchedAhead = (page: Page, pictures: number): Promise<void> =>
    expect
      .poll(() =>
        page.evaluate(
          () =>
            performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('/picture')).length,
        ),
      )
      .toBeGreaterThanOrEqual(pictures);

  it('loses nothing: what was said waits, says so, and goes out by itself', async () => {
    const dataset = await admin.dataset({ name: 'Away', task: 'image-classification', classes }, 4);
    const page = await asAdmin(dataset);
    await fetchedAhead(page, 4);
    const first = await shownItem(page);
    await page.context().setOffline(true);
    await page.keyboard.press('d');
    const second = await shownItem(page, first);
    await page.keyboard.press('1');
    await shownItem(page, second);
    await page.locator('[data-waiting]').getByText('2 labels wait for the server').waitFor();
    const isGuarded = await page.evaluate(
      () => !window.dispatchEvent(new Event('beforeunload', { cancelable: true })),
    );
    expect(isGuarded).toBe(true);
    expect((await admin.item(first)).state).toBe('unlabelled');
    await page.context().setOffline(false);
    await allSaved(page);
    const labels = await Promise.all([first, second].map(async (id) => (await admin.item(id)).label?.label));
    expect(labels).toEqual([{ classKey: 'dent' }, { classKey: 'ok' }]);
    await page.context().close();
  });

  it('or goes dead without a word: each label is said once', async () => {
    const dataset = await admin.dataset({ name: 'Dead', task: 'image-classification', classes }, 3);
    const page = await openLabeller(browser, {
      url: line.url,
      path: pathOf(dataset),
      name: 'admin',
      password,
    });
    await fetchedAhead(page, 3);
    const first = await shownItem(page);
    line.goDead();
    await page.keyboard.press('d');
    await shownItem(page, first);
    await page.locator('[data-saving="busy"], [data-saving="waiting"]').waitFor();
    await allSaved(page);
    const { label, version } = await admin.item(first);
    expect([label?.label, version]).toEqual([{ classKey: 'dent' }, 2]);
    await page.context().close();
  });
});

it('whose session ends signs in again, and what was said is saved then', async () => {
  const dataset = await admin.dataset({ name: 'Ends', task: 'image-classification', classes }, 3);
  const page = await asAdmin(dataset);
  const first = await shownItem(page);
  await page.context().clearCookies();
  await page.keyboard.press('d');
  await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
  await signIn(page, 'admin', password);
  await shownItem(page);
  await allSaved(page);
  expect((await admin.item(first)).label?.label).toEqual({ classKey: 'dent' });
  await page.context().close();
});

describe('the labelling page', () => {
  let boxes: Dataset;
  let fewer: Dataset;
  beforeAll(async () => {
    boxes = await admin.dataset({ name: 'Look at boxes', task: 'object-detection', classes }, 3);
    fewer = await admin.dataset({ name: 'Look at classes', task: 'image-classification', classes }, 2);
  });

  it.each([
    ['boxes', laptop],
    ['boxes', phoneByNight],
    ['classes', laptop],
    ['classes', phoneByNight],
  ] as const)('can be used by everybody: %s on %j', async (task, screen) => {
    const page = await asAdmin(task === 'boxes' ? boxes : fewer, '', screen);
    await page.getByRole('main').focus();
    expect(await keyboardFaults(page)).toEqual([]);
    if (task === 'boxes') await dragOn(page, [100, 100], [300, 300]);
    expect(await faultsOf(page)).toEqual([]);
    expect(await isTooWide(page)).toBe(false);
    await page.locator('[data-stage]').focus();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.context().close();
  });

  it('is used with fingers: one draws, two zoom and move, a button makes one move', async () => {
    const page = await asAdmin(boxes, '', phoneByNight);
    const cdp = await page.context().newCDPSession(page);
    type Spot = readonly [number, number];
    const touch = async (type: 'touchStart' | 'touchMove' | 'touchEnd', ...spots: readonly Spot[]) =>
      cdp.send('Input.dispatchTouchEvent', { type, touchPoints: spots.map(([x, y]) => ({ x, y })) });
    const item = await shownItem(page);
    const [from, to] = [await onScreen(page, 100, 100), await onScreen(page, 300, 300)];
    await touch('touchStart', from);
    await touch('touchMove', [to[0] - 5, to[1] - 5]);
    await touch('touchMove', to);
    await touch('touchEnd');
    await expect.poll(() => drawn(page).count()).toBe(1);
    await page.getByRole('button', { name: /^Scratch/ }).click();
    const scale = () =>
      page
        .locator('.lb-scale')
        .innerText()
        .then((text) => Number.parseFloat(text));
    const before = await scale();
    await touch('touchStart', [180, 250]);
    await touch('touchStart', [180, 250], [210, 250]);
    await touch('touchMove', [150, 250], [240, 250]);
    await touch('touchMove', [100, 250], [290, 250]);
    await touch('touchEnd');
    await expect.poll(scale).toBeGreaterThan(before * 3);
    expect(await drawn(page).count()).toBe(1);
    await page.getByRole('button', { name: 'One finger moves the picture' }).click();
    const place = () =>
      page.locator('img.lb-picture').evaluate((image) => image.getBoundingClientRect().left);
    const left = await place();
    await touch('touchStart', [300, 400]);
    await touch('touchMove', [250, 400]);
    await touch('touchMove', [200, 400]);
    await touch('touchEnd');
    await expect.poll(place).toBeLessThan(left - 80);
    await page.getByRole('button', { name: 'Save and go on' }).click();
    await shownItem(page, item);
    await allSaved(page);
    const near100 = expect.closeTo(100, 0) as number;
    expect(await boxesOf(item)).toMatchObject([{ classKey: 'scratch', x: near100, y: near100 }]);
    await page.context().close();
  });

  it('speaks Korean, and its keys are those of the keyboard in Hangul too', async () => {
    const page = await asAdmin(fewer);
    await page.evaluate(() => localStorage.setItem('tutti.language', 'ko'));
    await page.reload();
    const item = await shownItem(page);
    await page.getByRole('button', { name: ko.labelling.action.skip }).waitFor();
    await page.locator('[data-stage]').dispatchEvent('keydown', { key: 'ㅇ', code: 'KeyD', bubbles: true });
    await shownItem(page, item);
    await allSaved(page);
    expect((await admin.item(item)).label?.label).toEqual({ classKey: 'dent' });
    await page.context().close();
  });

  it('says what is missing: classes, pictures', async () => {
    const bare = await admin.call<Dataset>('POST /datasets', { name: 'Bare', task: 'object-detection' });
    const named = await admin.call<Dataset>('POST /datasets', {
      name: 'Named',
      task: 'object-detection',
      classes,
    });
    const page = await asAdmin(boxes);
    await page.goto(pathOf(bare));
    await page.getByRole('heading', { level: 1, name: 'There are no classes yet' }).waitFor();
    await page.goto(pathOf(named));
    await page.getByRole('heading', { level: 1, name: 'There are no pictures yet' }).waitFor();
    await page.context().close();
  });

  it('shows an archived dataset, and lets nobody label it', async () => {
    const old = await admin.dataset({ name: 'Old', task: 'image-classification', classes }, 1);
    const { version } = await admin.call<Dataset>(`GET /datasets/${old.id}`);
    await admin.call(`POST /datasets/${old.id}/archive`, {}, { 'if-match': `"${version}"` });
    const page = await asAdmin(old);
    await page.getByText('The dataset is archived').first().waitFor();
    await page.keyboard.press('d');
    expect(await page.getByRole('button', { name: /^Dent/ }).isDisabled()).toBe(true);
    const [item] = (await admin.items(old.id)) as readonly [Item];
    expect(item.state).toBe('unlabelled');
    await page.context().close();
  });
});
